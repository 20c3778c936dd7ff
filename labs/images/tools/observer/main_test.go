package main

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The tests' own program is what askInside starts again inside a namespace.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == insideCommand {
		if err := run(insideCommand, machine{proc: "/proc"}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// asked puts a question to m and reads the answer as the grader would.
func asked(t *testing.T, m machine, question map[string]any) map[string]any {
	t.Helper()
	data, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(m.answer(data))
	if err != nil {
		t.Fatal(err)
	}
	answer := map[string]any{}
	if err := json.Unmarshal(encoded, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func real() machine { return machine{proc: "/proc"} }

// fakeMachine has one process, whose file system is the returned folder.
func fakeMachine(t *testing.T, files map[string]string) (machine, string) {
	t.Helper()
	proc := t.TempDir()
	root := filepath.Join(proc, "1", "root")
	for path, text := range files {
		write(t, filepath.Join(root, path), text)
	}
	return machine{proc: proc}, root
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, answer map[string]any, want map[string]any) {
	t.Helper()
	for key, value := range want {
		if fmt.Sprint(answer[key]) != fmt.Sprint(value) {
			t.Errorf("%s is %v, want %v (answer %v)", key, answer[key], value, answer)
		}
	}
}

type texts struct{ cert, key string }

// pemPair is a client certificate of an authority that nobody knows, and its key.
func pemPair(t *testing.T) texts {
	t.Helper()
	pair, err := foreignClient()
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	return texts{encode("CERTIFICATE", pair.Certificate[0]), encode("PRIVATE KEY", key)}
}
