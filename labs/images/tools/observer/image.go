package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// imageQuestion asks for an image of the machine's Docker engine: what it says of itself, which of the wanted files
// are in its layers, and whether a text is anywhere in it.
type imageQuestion struct {
	local
	Name string `json:"name"`
	// Files: paths, or patterns of a file's name when they hold no slash.
	Files     []string `json:"files"`
	Secret    string   `json:"secret"`
	TimeoutMs int      `json:"timeoutMs"`
}

func (q imageQuestion) timeout() time.Duration { return time.Duration(q.TimeoutMs) * time.Millisecond }

type imageAnswer struct {
	Kind      string          `json:"kind"`
	Exists    bool            `json:"exists"`
	ID        string          `json:"id,omitempty"`
	SizeBytes int64           `json:"sizeBytes"`
	Config    json.RawMessage `json:"config,omitempty"`
	Layers    []imageLayer    `json:"layers"`
	Found     []imageFile     `json:"found"`
	// SecretIn names the places that hold the secret.
	SecretIn []string `json:"secretIn"`
}

type imageLayer struct {
	SizeBytes int64 `json:"sizeBytes"`
	Files     int   `json:"files"`
}

type imageFile struct {
	Path string `json:"path"`
	// Layer counts from 1.
	Layer int `json:"layer"`
	// Deleted: a later layer hides it. It is in the image nevertheless.
	Deleted bool `json:"deleted"`
}

// look asks the engine over its socket and reads the layers that it gives: neither the machine's docker program nor
// its unpacked files are used.
func (q imageQuestion) look(ctx context.Context, s scene) any {
	answer, err := q.ask(ctx, s.engine())
	if err != nil {
		return cannotTell("the Docker engine could not be asked for %s: %v", q.Name, err)
	}
	return answer
}

func (q imageQuestion) ask(ctx context.Context, client http.Client) (imageAnswer, error) {
	answer := imageAnswer{Kind: "image", Layers: []imageLayer{}, Found: []imageFile{}, SecretIn: []string{}}
	seen := struct {
		ID   string `json:"Id"`
		Size int64
	}{}
	exists, err := get(ctx, client, "/images/"+url.PathEscape(q.Name)+"/json", func(body io.Reader) error {
		return json.NewDecoder(body).Decode(&seen)
	})
	if err != nil || !exists {
		return answer, err
	}
	answer.Exists, answer.ID, answer.SizeBytes = true, seen.ID, seen.Size
	archive := archive{wanted: q.Files, secret: []byte(q.Secret), layers: map[string]layer{}, texts: map[string][]byte{}}
	// By its id: the name may be given to another image between the two questions.
	exists, err = get(ctx, client, "/images/get?names="+url.QueryEscape(seen.ID), archive.read)
	if err == nil && !exists {
		err = errors.New("the image has gone")
	}
	if err != nil {
		return answer, err
	}
	return answer, archive.tell(&answer)
}
