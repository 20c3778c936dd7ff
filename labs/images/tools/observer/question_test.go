package main

import (
	"bufio"
	"encoding/json"
	"io"
	"testing"
	"time"
)

func TestMalformedQuestionsAreUnknownNotFindings(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":           `what`,
		"unknown kind":      `{"kind":"guess"}`,
		"unknown field":     `{"kind":"processes","name":"etcd","nmae":"x"}`,
		"no deadline":       `{"kind":"connect","netns":"machine","host":"127.0.0.1","port":1}`,
		"wrong netns":       `{"kind":"listeners","netns":"cluster"}`,
		"netns without uid": `{"kind":"listeners","netns":{"podUid":""}}`,
	} {
		if _, ok := real().answer([]byte(text)).(unknown); !ok {
			t.Errorf("%s was answered", name)
		}
	}
}

// answered is a serve under test: lines go in, numbered kinds of answers come out.
type answered struct {
	in    *io.PipeWriter
	lines *bufio.Scanner
	ended chan error
}

func answering(t *testing.T, longest time.Duration) answered {
	t.Helper()
	questions, in := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan error, 1)
	m := machine{proc: t.TempDir()}
	born(t, m, 1, "/", "1", "systemd", "")
	go func() {
		ended <- serve(m, questions, out, longest)
		_ = out.Close()
	}()
	t.Cleanup(func() { _ = in.Close() })
	return answered{in, bufio.NewScanner(answers), ended}
}

func (s answered) ask(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

func (s answered) next(t *testing.T) (int, string) {
	t.Helper()
	if !s.lines.Scan() {
		t.Fatalf("no answer: %v", s.lines.Err())
	}
	answer := struct {
		ID     int
		Answer struct{ Kind string }
	}{}
	if err := json.Unmarshal(s.lines.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.ID, answer.Answer.Kind
}

const (
	slowQuestion  = `{"id":1,"question":{"kind":"podNetwork","podUid":"none","timeoutMs":300}}`
	quickQuestion = `{"id":2,"question":{"kind":"podSandbox","podUid":"none"}}`
)

func TestServeAnswersEachNumberedQuestionAsSoonAsItCan(t *testing.T) {
	s := answering(t, time.Minute)
	s.ask(t, slowQuestion)
	s.ask(t, quickQuestion)
	for _, want := range []numbered{{ID: 2, Answer: "podSandbox"}, {ID: 1, Answer: "podNetwork"}} {
		if id, kind := s.next(t); id != want.ID || kind != want.Answer {
			t.Errorf("got %d %s, want %d %s", id, kind, want.ID, want.Answer)
		}
	}
}

func TestServeEndsWithItsInputAndLeavesTheRestUnanswered(t *testing.T) {
	s := answering(t, time.Minute)
	s.ask(t, `{"id":1,"question":{"kind":"podNetwork","podUid":"none","timeoutMs":60000}}`)
	_ = s.in.Close()
	if err := <-s.ended; err != nil || s.lines.Scan() {
		t.Errorf("ended with %v after %q", err, s.lines.Text())
	}
}

func TestServeEndsWhenItIsForgotten(t *testing.T) {
	if err := <-answering(t, time.Millisecond).ended; err != nil {
		t.Error(err)
	}
}

func TestServeGivesUpAtALineThatIsNoQuestion(t *testing.T) {
	s := answering(t, time.Minute)
	s.ask(t, `{"id":1,"question":{},"then":"what"}`)
	if err := <-s.ended; err == nil {
		t.Error("went on")
	}
}
