package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

const (
	maxQuestion = 1 << 20
	// maxAtOnce keeps a burst of questions from filling the machine's process table.
	maxAtOnce = 32
)

// ask answers one question. What cannot be observed is an answer too, so it fails only when nobody reads.
func ask(m machine, in io.Reader, out io.Writer) error {
	data, err := io.ReadAll(io.LimitReader(in, maxQuestion))
	if err != nil {
		return fmt.Errorf("read the question: %w", err)
	}
	return json.NewEncoder(out).Encode(m.answer(data))
}

// numbered frames questions and answers on a kept connection. Answers come in the order in which they are found.
type numbered struct {
	ID       int             `json:"id"`
	Question json.RawMessage `json:"question,omitempty"`
	Answer   any             `json:"answer,omitempty"`
}

// longestServe is more than any grading takes. Whoever started the program may have forgotten it without hanging up.
const longestServe = 10 * time.Minute

// serve answers numbered questions until standard input ends or the time is up. Nobody waits for what is unanswered then.
func serve(m machine, in io.Reader, out io.Writer, longest time.Duration) error {
	ended := make(chan error, 1)
	go func() { ended <- answerLines(m, in, out) }()
	select {
	case err := <-ended:
		return err
	case <-time.After(longest):
		return nil
	}
}

func answerLines(m machine, in io.Reader, out io.Writer) error {
	var (
		writing sync.Mutex
		encoder = json.NewEncoder(out)
		slots   = make(chan struct{}, maxAtOnce)
	)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxQuestion)
	for lines.Scan() {
		asked := numbered{}
		if err := strictly(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("a line is not a numbered question: %w", err)
		}
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			answer := numbered{ID: asked.ID, Answer: m.answer(asked.Question)}
			writing.Lock()
			defer writing.Unlock()
			// A reader that has gone also ends standard input, and with it this loop.
			_ = encoder.Encode(answer)
		}()
	}
	return lines.Err()
}

func (m machine) answer(data []byte) any {
	q, err := parse(data)
	if err != nil {
		return cannotTell("%v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), q.timeout())
	defer cancel()
	n, ok := q.(networked)
	if !ok {
		return q.look(ctx, scene{machine: m, pid: 1})
	}
	target, err := m.find(n.from())
	if err != nil {
		return cannotTell("%v", err)
	}
	if target.isOwn {
		return q.look(ctx, scene{machine: m, pid: target.pid})
	}
	answer, err := askInside(target, data, q.timeout())
	if err != nil {
		return cannotTell("the network namespace of %s could not be entered: %v", target.name, err)
	}
	return answer
}

// timedOut tells an ended context from other failures, also where a library hides it.
func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &t) && t.Timeout())
}
