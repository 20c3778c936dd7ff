package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

type logQuestion struct {
	local
	Path string `json:"path"`
	// From is where an earlier look ended.
	From     int64 `json:"from"`
	MaxBytes int64 `json:"maxBytes"`
}

type logAnswer struct {
	Kind   string `json:"kind"`
	Exists bool   `json:"exists"`
	// Next is where the next look begins.
	Next    int64  `json:"next"`
	Content string `json:"content"`
}

// look reads whole lines only: what is still being written belongs to the next look.
func (q logQuestion) look(_ context.Context, s scene) any {
	file, err := s.openIn(s.pid, q.Path, unix.O_RDONLY|unix.O_NONBLOCK)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP) {
		return logAnswer{Kind: "log"}
	}
	if err != nil {
		return cannotTell("%s could not be opened: %v", q.Path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return cannotTell("%s could not be looked at: %v", q.Path, err)
	}
	if !info.Mode().IsRegular() {
		return cannotTell("%s is no file", q.Path)
	}
	answer := logAnswer{Kind: "log", Exists: true, Next: q.From}
	if q.MaxBytes == 0 {
		answer.Next = info.Size()
		return answer
	}
	// A file that has become shorter was begun anew.
	if info.Size() < q.From {
		answer.Next = 0
	}
	text, err := io.ReadAll(io.NewSectionReader(file, answer.Next, q.MaxBytes))
	if err != nil {
		return cannotTell("%s could not be read: %v", q.Path, err)
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	answer.Content, answer.Next = string(whole), answer.Next+int64(len(whole))
	return answer
}
