package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLogGivesWholeLinesAfterTheMark(t *testing.T) {
	m, root := fakeMachine(t, map[string]string{"var/log/audit.log": "old\n"})
	path := filepath.Join(root, "var/log/audit.log")
	ask := func(from, maxBytes int) map[string]any {
		return asked(t, m, map[string]any{"kind": "log", "path": "/var/log/audit.log", "from": from, "maxBytes": maxBytes})
	}
	expect(t, ask(0, 0), map[string]any{"exists": true, "next": 4, "content": ""})
	write(t, path, "old\nnew\nhal")
	expect(t, ask(4, 100), map[string]any{"next": 8, "content": "new\n"})
	write(t, path, "old\nnew\nhalf\n")
	expect(t, ask(8, 100), map[string]any{"next": 13, "content": "half\n"})
	expect(t, ask(0, 6), map[string]any{"next": 4, "content": "old\n"})
	write(t, path, "anew\n")
	expect(t, ask(13, 100), map[string]any{"next": 5, "content": "anew\n"})
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	expect(t, ask(0, 100), map[string]any{"exists": false})
}

func TestLogOfAFolderIsUnknown(t *testing.T) {
	m, _ := fakeMachine(t, map[string]string{"var/log/audit.log": "old\n"})
	expect(t, asked(t, m, map[string]any{"kind": "log", "path": "/var/log", "from": 0, "maxBytes": 9}), map[string]any{"kind": "unknown"})
}
