package main

import (
	"os"
	"path/filepath"
	"testing"
)

const passwd = "root:x:0:0::/root:/bin/sh\nlearner:x:1000:1000::/home/learner:/bin/sh\n"

func TestFileTellsOwnerModeContentAndSum(t *testing.T) {
	m, root := fakeMachine(t, map[string]string{"etc/passwd": passwd, "etc/group": "keepers:x:0:\n", "etc/app.conf": "abcdef"})
	if err := os.Chmod(filepath.Join(root, "etc/app.conf"), 0o640); err != nil {
		t.Fatal(err)
	}
	answer := asked(t, m, map[string]any{"kind": "file", "path": "/etc/app.conf", "maxBytes": 3})
	expect(t, answer, map[string]any{
		"exists": true, "type": "file", "owner": "root", "group": "keepers", "mode": "0640", "content": "abc",
		"sha256": "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721",
	})
}

func TestFileLinksStayInsideTheMachine(t *testing.T) {
	m, root := fakeMachine(t, map[string]string{"data/real": "inside"})
	for link, to := range map[string]string{"absolute": "/data/real", "climbing": "../../../../../../data/real"} {
		if err := os.Symlink(to, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
		answer := asked(t, m, map[string]any{"kind": "file", "path": "/" + link, "maxBytes": 100})
		expect(t, answer, map[string]any{"exists": true, "content": "inside"})
	}
	if err := os.Symlink(os.Args[0], filepath.Join(root, "outside")); err != nil {
		t.Fatal(err)
	}
	expect(t, asked(t, m, map[string]any{"kind": "file", "path": "/outside", "maxBytes": 1}), map[string]any{"exists": false})
}

func TestFileAbsenceAndFoldersAreAnswers(t *testing.T) {
	m, _ := fakeMachine(t, map[string]string{"etc/a/b": "x"})
	expect(t, asked(t, m, map[string]any{"kind": "file", "path": "/etc/none", "maxBytes": 1}), map[string]any{"exists": false})
	expect(t, asked(t, m, map[string]any{"kind": "file", "path": "/etc/a/b/c", "maxBytes": 1}), map[string]any{"exists": false})
	folder := asked(t, m, map[string]any{"kind": "file", "path": "/etc/a", "maxBytes": 1})
	expect(t, folder, map[string]any{"exists": true, "type": "directory", "owner": "0"})
	if _, has := folder["content"]; has {
		t.Error("a folder has content")
	}
}
