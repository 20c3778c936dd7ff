package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
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

func TestServeAnswersEachNumberedQuestion(t *testing.T) {
	in := strings.NewReader(`{"id":1,"question":{"kind":"processes","name":"no-such-program"}}
{"id":2,"question":{"kind":"podSandbox","podUid":"none"}}
`)
	var out bytes.Buffer
	if err := serve(real(), in, &out); err != nil {
		t.Fatal(err)
	}
	kinds := map[int]string{}
	for line := range strings.Lines(out.String()) {
		answer := struct {
			ID     int
			Answer struct{ Kind string }
		}{}
		if err := json.Unmarshal([]byte(line), &answer); err != nil {
			t.Fatal(err)
		}
		kinds[answer.ID] = answer.Answer.Kind
	}
	if kinds[1] != "processes" || kinds[2] != "podSandbox" {
		t.Errorf("answers %v", kinds)
	}
}
