package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// eventually asks until the answer is the wanted one.
func eventually(t *testing.T, wanted string, ask func() (string, error)) {
	t.Helper()
	var last string
	var err error
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if last, err = ask(); err == nil && last == wanted {
			return
		}
	}
	t.Fatalf("%q, %v; wanted %q", last, err, wanted)
}

func TestTheFolderIsThatOfTheForeground(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/bash", "--norc", "-i")
	s := attached(t, k, 0)
	ask := func() (string, error) { return folderOfChild(os.Getpid()) }
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(folder, "in side)")
	if err := os.Mkdir(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	s.input("me", 1, "cd '"+folder+"'\n")
	eventually(t, folder, ask)
	// What is in the foreground counts, not what the shell prints about itself.
	s.input("me", 2, "printf '\\033]7;file:///etc\\a'; bash --norc -c 'cd \"in side)\"; sleep 30; true'\n")
	eventually(t, inner, ask)
	s.input("me", 3, "\x03")
	eventually(t, folder, ask)
	s.input("me", 4, "mkdir gone && cd gone && rmdir ../gone\n")
	eventually(t, "", func() (string, error) {
		_, err := ask()
		if err == nil || !strings.Contains(err.Error(), "no folder") {
			return "not yet", err
		}
		return "", nil
	})
	k.hangUpShell()
}

func TestTheKeeperIsWhoListens(t *testing.T) {
	listener, err := net.ListenUnix("unix", address("sh-wherewhere22"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := net.DialUnix("unix", nil, address("sh-wherewhere22"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if pid, err := listenerOf(conn); err != nil || pid != os.Getpid() {
		t.Fatalf("%d, %v", pid, err)
	}
	for _, id := range []string{"sh-nobodynobody", "../etc"} {
		if err := where(id); err == nil {
			t.Fatalf("%s was found", id)
		}
	}
}
