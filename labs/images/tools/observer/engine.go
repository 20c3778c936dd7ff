package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// engineQuestion asks the machine's Docker engine for one of its own descriptions.
type engineQuestion struct {
	local
	// Path of its interface, without a version; only descriptions can be asked for.
	Path string `json:"path"`
}

type engineAnswer struct {
	Kind   string          `json:"kind"`
	Exists bool            `json:"exists"`
	Value  json.RawMessage `json:"value,omitempty"`
}

const (
	dockerSocket  = "/run/docker.sock"
	maxEngineText = 1 << 20
)

// look asks the engine over its socket, so a replaced docker program has no say.
func (q engineQuestion) look(ctx context.Context, s scene) any {
	if q.Path != "/info" && !strings.HasSuffix(q.Path, "/json") && !strings.HasPrefix(q.Path, "/networks/") {
		return cannotTell("%q is no description that the engine gives", q.Path)
	}
	answer := engineAnswer{Kind: "engine"}
	exists, err := get(ctx, s.engine(), q.Path, func(body io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(body, maxEngineText))
		if err == nil && !json.Valid(text) {
			err = fmt.Errorf("what it said is not JSON")
		}
		answer.Value = text
		return err
	})
	if err != nil {
		return cannotTell("the Docker engine could not be asked: %v", err)
	}
	answer.Exists = exists
	return answer
}

func (m machine) engine() http.Client {
	return http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, pid, err := m.dialIn(ctx, dockerSocket)
			if err != nil {
				return nil, err
			}
			// systemd made the socket listen when it starts the engine on the first call.
			if p, _ := m.read(pid); pid != 1 && p.exe != "dockerd" {
				conn.Close()
				return nil, fmt.Errorf("process %d (%s), not dockerd, listens on %s", pid, p.exe, dockerSocket)
			}
			return conn, nil
		},
		DisableKeepAlives: true,
	}}
}

// get reads an answer of the engine; false when it knows no such thing.
func get(ctx context.Context, client http.Client, path string, read func(io.Reader) error) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://engine"+path, nil)
	if err != nil {
		return false, err
	}
	response, err := client.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		return true, read(response.Body)
	case http.StatusNotFound:
		return false, nil
	}
	return false, fmt.Errorf("it answered %s", response.Status)
}
