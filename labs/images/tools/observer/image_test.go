package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func packTar(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	pack := tar.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		if err := pack.WriteHeader(&tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := pack.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func packGzip(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	pack := gzip.NewWriter(&out)
	if _, err := pack.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// playEngine serves one image on the machine's socket.
func playEngine(t *testing.T, root string, saved []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(root, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(root, "run/docker.sock"))
	if err != nil {
		t.Fatal(err)
	}
	routes := http.NewServeMux()
	routes.HandleFunc("/images/lab.local%2Fapp:1/json", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"Id":"sha256:1","Size":12}`)
	})
	routes.HandleFunc("/images/get", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("names") != "sha256:1" {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = w.Write(saved)
	})
	routes.HandleFunc("/info", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"LiveRestoreEnabled":true}`)
	})
	server := &http.Server{Handler: routes}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
}

// letTestsAnswer makes the test's own process look like the engine's.
func letTestsAnswer(t *testing.T, m machine) {
	t.Helper()
	addProcess(t, m, os.Getpid(), "dockerd", "S", "dockerd")
	if err := os.Symlink("/usr/sbin/dockerd", filepath.Join(m.proc, fmt.Sprint(os.Getpid()), "exe")); err != nil {
		t.Fatal(err)
	}
}

func imageOf(t *testing.T) []byte {
	first := packTar(t, "app/.env", "token=SEKRET", "app/keep", "x", "root/.ssh/id_rsa", "key")
	second := packGzip(t, packTar(t, "app/.wh..env", "", "root/.ssh/.wh..wh..opq", "", "app/late", strings.Repeat("y", 1<<16-3)+"SEKRET"))
	return packTar(t,
		"blobs/sha256/a", string(first), "blobs/sha256/b", string(second),
		"blobs/sha256/c", `{"config":{"User":"app"},"history":[{"created_by":"ARG T=SEKRET"}]}`,
		"manifest.json", `[{"Config":"blobs/sha256/c","Layers":["blobs/sha256/a","blobs/sha256/b"]}]`,
	)
}

func TestImageTellsFilesOfEveryLayerAlsoDeletedOnes(t *testing.T) {
	m, root := fakeMachine(t, nil)
	playEngine(t, root, imageOf(t))
	letTestsAnswer(t, m)
	ask := func(name, secret string) map[string]any {
		return asked(t, m, map[string]any{
			"kind": "image", "name": name, "files": []string{"/app", "id_*"}, "secret": secret, "timeoutMs": 5000,
		})
	}
	answer := ask("lab.local/app:1", "SEKRET")
	expect(t, answer, map[string]any{
		"exists": true, "id": "sha256:1", "sizeBytes": 12,
		"secretIn": []string{"its configuration or history", "/app/.env of layer 1", "/app/late of layer 2"},
	})
	var found []string
	for _, f := range answer["found"].([]any) {
		file := f.(map[string]any)
		found = append(found, fmt.Sprintf("%v %v %v", file["path"], file["layer"], file["deleted"]))
	}
	if got := strings.Join(found, ", "); got != "/app/.env 1 true, /app/keep 1 false, /root/.ssh/id_rsa 1 true, /app/late 2 false" {
		t.Errorf("found %s", got)
	}
	if layers := answer["layers"].([]any); len(layers) != 2 {
		t.Errorf("layers %v", layers)
	}
	expect(t, ask("lab.local/app:1", ""), map[string]any{"secretIn": []string{}})
	expect(t, ask("lab.local/none:1", ""), map[string]any{"kind": "image", "exists": false})
}

func TestImageWithoutAnEngineIsUnknown(t *testing.T) {
	m, root := fakeMachine(t, map[string]string{"etc/x": ""})
	ask := map[string]any{"kind": "image", "name": "a", "files": []string{}, "secret": "", "timeoutMs": 1000}
	expect(t, asked(t, m, ask), map[string]any{"kind": "unknown"})
	playEngine(t, root, []byte("no archive at all"))
	letTestsAnswer(t, m)
	ask["name"] = "lab.local/app:1"
	expect(t, asked(t, m, ask), map[string]any{"kind": "unknown"})
}

func TestEngineDescribesAndNothingElse(t *testing.T) {
	m, root := fakeMachine(t, nil)
	playEngine(t, root, nil)
	ask := func(path string) map[string]any {
		return asked(t, m, map[string]any{"kind": "engine", "path": path})
	}
	expect(t, ask("/info"), map[string]any{"kind": "unknown"})
	letTestsAnswer(t, m)
	expect(t, ask("/info"), map[string]any{"kind": "engine", "exists": true, "value": map[string]any{"LiveRestoreEnabled": true}})
	expect(t, ask("/containers/none/json"), map[string]any{"kind": "engine", "exists": false})
	expect(t, ask("/containers/none/export"), map[string]any{"kind": "unknown"})
}
