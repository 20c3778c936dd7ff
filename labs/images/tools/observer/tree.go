package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// treeQuestion asks for everything below a folder. Links are told and not followed.
type treeQuestion struct {
	local
	Path       string `json:"path"`
	MaxEntries int    `json:"maxEntries"`
	// MaxBytes of text of all its files together; 0: none is read.
	MaxBytes int64 `json:"maxBytes"`
}

type treeEntry struct {
	Path    string  `json:"path"`
	Type    string  `json:"type"`
	Owner   string  `json:"owner"`
	Group   string  `json:"group"`
	Mode    string  `json:"mode"`
	Content *string `json:"content,omitempty"`
}

type treeAnswer struct {
	Kind    string      `json:"kind"`
	Exists  bool        `json:"exists"`
	Entries []treeEntry `json:"entries"`
}

var errTooMuch = errors.New("there is more below it than can be looked at")

func (q treeQuestion) look(ctx context.Context, s scene) any {
	w := walk{scene: s, ctx: ctx, question: q, names: map[string]string{}, entries: []treeEntry{}}
	err := w.folder(strings.TrimRight(q.Path, "/"))
	if absent(err) && len(w.entries) == 0 {
		return treeAnswer{Kind: "tree", Entries: w.entries}
	}
	if err != nil {
		return cannotTell("%s could not be looked through: %v", q.Path, err)
	}
	return treeAnswer{Kind: "tree", Exists: true, Entries: w.entries}
}

type walk struct {
	scene
	ctx      context.Context
	question treeQuestion
	read     int64
	names    map[string]string
	entries  []treeEntry
}

func (w *walk) folder(at string) error {
	folder, err := w.openIn(w.pid, at+"/", unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return err
	}
	names, err := folder.Readdirnames(-1)
	folder.Close()
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		if err := w.entry(path.Join(at, name)); err != nil && !absent(err) {
			return err
		}
	}
	return nil
}

func (w *walk) entry(at string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if len(w.entries) >= w.question.MaxEntries {
		return errTooMuch
	}
	handle, err := w.openIn(w.pid, at, unix.O_PATH|unix.O_NOFOLLOW)
	if err != nil {
		return err
	}
	var stat unix.Stat_t
	err = unix.Fstat(int(handle.Fd()), &stat)
	handle.Close()
	if err != nil {
		return err
	}
	told := treeEntry{
		Path:  at,
		Type:  typeOf(stat.Mode),
		Owner: w.called("/etc/passwd", stat.Uid),
		Group: w.called("/etc/group", stat.Gid),
		Mode:  fmt.Sprintf("%04o", stat.Mode&0o7777),
	}
	if stat.Mode&unix.S_IFMT == unix.S_IFLNK {
		told.Type = "link"
	}
	if told.Content, err = w.text(at, told.Type); err != nil {
		return err
	}
	w.entries = append(w.entries, told)
	if told.Type == "directory" {
		return w.folder(at)
	}
	return nil
}

// text of a file, or of the file that a link leads to.
func (w *walk) text(at, kind string) (*string, error) {
	if w.question.MaxBytes <= 0 || (kind != "file" && kind != "link") {
		return nil, nil
	}
	file, err := w.openIn(w.pid, at, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, w.question.MaxBytes-w.read+1))
	if w.read += int64(len(data)); w.read > w.question.MaxBytes {
		return nil, errTooMuch
	}
	text := string(data)
	return &text, err
}

// called remembers names: a tree has few owners and many files.
func (w *walk) called(file string, id uint32) string {
	key := fmt.Sprint(file, id)
	if _, known := w.names[key]; !known {
		w.names[key] = w.nameOf(file, id)
	}
	return w.names[key]
}
