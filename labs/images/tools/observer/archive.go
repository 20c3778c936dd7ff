package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// archive is what a saved image holds, in the form of any engine: which of its files are layers is told by a manifest
// that may come last, so they are recognised by what they are.
type archive struct {
	wanted []string
	secret []byte
	layers map[string]layer
	texts  map[string][]byte
}

// layer keeps what was asked for and what it hides of the layers below it.
type layer struct {
	size     int64
	files    int
	found    []string
	hides    []string
	secretIn []string
}

const (
	maxText  = 4 << 20
	whiteout = ".wh."
	opaque   = ".wh..wh..opq"
)

func (a archive) read(in io.Reader) error {
	outer := tar.NewReader(in)
	for {
		entry, err := outer.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if entry.Typeflag == tar.TypeReg {
			if err := a.file(path.Clean(entry.Name), outer); err != nil {
				return fmt.Errorf("%s: %w", entry.Name, err)
			}
		}
	}
}

func (a archive) file(name string, in io.Reader) error {
	data := bufio.NewReaderSize(in, 1<<16)
	head, _ := data.Peek(512)
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		plain, err := gzip.NewReader(data)
		if err != nil {
			return err
		}
		data = bufio.NewReaderSize(plain, 1<<16)
		head, _ = data.Peek(512)
	}
	const magic = 257
	if len(head) > magic && bytes.HasPrefix(head[magic:], []byte("ustar")) {
		l, err := a.layer(data)
		a.layers[name] = l
		return err
	}
	text, err := io.ReadAll(io.LimitReader(data, maxText))
	a.texts[name] = text
	return err
}

func (a archive) layer(in io.Reader) (layer, error) {
	l := layer{}
	inner := tar.NewReader(in)
	for {
		entry, err := inner.Next()
		if errors.Is(err, io.EOF) {
			return l, nil
		}
		if err != nil {
			return l, err
		}
		name := path.Clean("/" + entry.Name)
		folder, base := path.Split(name)
		switch {
		case base == opaque:
			l.hides = append(l.hides, folder+"*")
			continue
		case strings.HasPrefix(base, whiteout):
			l.hides = append(l.hides, folder+strings.TrimPrefix(base, whiteout))
			continue
		case entry.Typeflag == tar.TypeDir:
			continue
		}
		l.files++
		l.size += entry.Size
		if a.wants(name) {
			l.found = append(l.found, name)
		}
		holds, err := holds(inner, a.secret)
		if err != nil {
			return l, err
		}
		if holds || contains([]byte(name+entry.Linkname), a.secret) {
			l.secretIn = append(l.secretIn, name)
		}
	}
}

func (a archive) wants(name string) bool {
	return slices.ContainsFunc(a.wanted, func(w string) bool {
		if !strings.Contains(w, "/") {
			fits, _ := path.Match(w, path.Base(name))
			return fits
		}
		return name == w || strings.HasPrefix(name, strings.TrimSuffix(w, "/")+"/")
	})
}

func contains(text, secret []byte) bool { return len(secret) > 0 && bytes.Contains(text, secret) }

// holds reads to the end, also where one piece ends in the middle of the secret.
func holds(in io.Reader, secret []byte) (bool, error) {
	if len(secret) == 0 {
		_, err := io.Copy(io.Discard, in)
		return false, err
	}
	buffer := make([]byte, 0, 1<<16+len(secret))
	for {
		n, err := in.Read(buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		if bytes.Contains(buffer, secret) {
			_, err := io.Copy(io.Discard, in)
			return true, err
		}
		buffer = buffer[:copy(buffer, buffer[max(0, len(buffer)-len(secret)+1):])]
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// tell puts the layers into the order of the manifest.
func (a archive) tell(answer *imageAnswer) error {
	var manifest []struct {
		Config string
		Layers []string
	}
	if err := json.Unmarshal(a.texts["manifest.json"], &manifest); err != nil || len(manifest) != 1 {
		return errors.New("what it saved is not one image")
	}
	config := a.texts[path.Clean(manifest[0].Config)]
	if !json.Valid(config) {
		return errors.New("the image has no configuration that can be read")
	}
	answer.Config = config
	if contains(config, a.secret) {
		answer.SecretIn = append(answer.SecretIn, "its configuration or history")
	}
	for i, name := range manifest[0].Layers {
		l := a.layers[path.Clean(name)]
		answer.Layers = append(answer.Layers, imageLayer{SizeBytes: l.size, Files: l.files})
		for n, f := range answer.Found {
			answer.Found[n].Deleted = f.Deleted || l.hidden(f.Path)
		}
		for _, file := range l.found {
			answer.Found = append(answer.Found, imageFile{Path: file, Layer: i + 1})
		}
		for _, file := range l.secretIn {
			answer.SecretIn = append(answer.SecretIn, fmt.Sprintf("%s of layer %d", file, i+1))
		}
	}
	return nil
}

func (l layer) hidden(file string) bool {
	return slices.ContainsFunc(l.hides, func(hides string) bool {
		if folder, all := strings.CutSuffix(hides, "*"); all {
			return strings.HasPrefix(file, folder)
		}
		return file == hides || strings.HasPrefix(file, hides+"/")
	})
}
