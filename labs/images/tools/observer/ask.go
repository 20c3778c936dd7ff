package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
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

func serve(m machine, in io.Reader, out io.Writer) error {
	var (
		running sync.WaitGroup
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
		running.Go(func() {
			defer func() { <-slots }()
			answer := numbered{ID: asked.ID, Answer: m.answer(asked.Question)}
			writing.Lock()
			defer writing.Unlock()
			// A reader that has gone also ends standard input, and with it this loop.
			_ = encoder.Encode(answer)
		})
	}
	running.Wait()
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
