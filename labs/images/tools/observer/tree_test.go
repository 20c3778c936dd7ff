package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTreeTellsAllBelowAndFollowsNoLink(t *testing.T) {
	m, root := fakeMachine(t, map[string]string{"etc/passwd": passwd, "etc/app/a": "first", "etc/app/in/b": "second"})
	if err := os.Symlink("/etc/passwd", filepath.Join(root, "etc/app/link")); err != nil {
		t.Fatal(err)
	}
	ask := func(entries, bytes int) map[string]any {
		return asked(t, m, map[string]any{"kind": "tree", "path": "/etc/app", "maxEntries": entries, "maxBytes": bytes})
	}
	entries := ask(10, 1000)["entries"].([]any)
	if len(entries) != 4 {
		t.Fatalf("entries %v", entries)
	}
	for i, want := range []map[string]any{
		{"path": "/etc/app/a", "type": "file", "owner": "root", "mode": "0644", "content": "first"},
		{"path": "/etc/app/in", "type": "directory", "mode": "0755"},
		{"path": "/etc/app/in/b", "type": "file", "content": "second"},
		{"path": "/etc/app/link", "type": "link", "content": passwd},
	} {
		expect(t, entries[i].(map[string]any), want)
	}
	expect(t, ask(3, 0), map[string]any{"kind": "unknown"})
	expect(t, ask(10, 8), map[string]any{"kind": "unknown"})
	bare := ask(10, 0)["entries"].([]any)[0].(map[string]any)
	if _, has := bare["content"]; has {
		t.Error("content that nobody asked for")
	}
	none := asked(t, m, map[string]any{"kind": "tree", "path": "/no", "maxEntries": 1, "maxBytes": 0})
	expect(t, none, map[string]any{"kind": "tree", "exists": false})
}
