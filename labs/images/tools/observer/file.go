package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

type fileQuestion struct {
	local
	Path     string `json:"path"`
	MaxBytes int64  `json:"maxBytes"`
}

type fileAnswer struct {
	Kind    string  `json:"kind"`
	Exists  bool    `json:"exists"`
	Type    string  `json:"type,omitempty"`
	Owner   string  `json:"owner,omitempty"`
	Group   string  `json:"group,omitempty"`
	Mode    string  `json:"mode,omitempty"`
	Content *string `json:"content,omitempty"`
	SHA256  string  `json:"sha256,omitempty"`
}

func (q fileQuestion) look(ctx context.Context, s scene) any {
	// Without reading permission on anything: a device or pipe must not be opened just to be described.
	handle, err := s.openIn(s.pid, q.Path, unix.O_PATH)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP) {
		return fileAnswer{Kind: "file"}
	}
	if err != nil {
		return cannotTell("%s could not be looked at: %v", q.Path, err)
	}
	defer handle.Close()
	var stat unix.Stat_t
	if err := unix.Fstat(int(handle.Fd()), &stat); err != nil {
		return cannotTell("%s could not be looked at: %v", q.Path, err)
	}
	answer := fileAnswer{
		Kind:   "file",
		Exists: true,
		Type:   typeOf(stat.Mode),
		Owner:  s.nameOf("/etc/passwd", stat.Uid),
		Group:  s.nameOf("/etc/group", stat.Gid),
		Mode:   fmt.Sprintf("%04o", stat.Mode&0o7777),
	}
	if answer.Type != "file" {
		return answer
	}
	content, sum, err := contentOf(ctx, handle, q.MaxBytes)
	if err != nil {
		return cannotTell("%s could not be read: %v", q.Path, err)
	}
	answer.Content, answer.SHA256 = &content, sum
	return answer
}

func typeOf(mode uint32) string {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "file"
	case unix.S_IFDIR:
		return "directory"
	}
	return "other"
}

// contentOf opens the very file that was described, also when its name has changed hands since.
func contentOf(ctx context.Context, handle *os.File, maxBytes int64) (string, string, error) {
	file, err := os.Open(fmt.Sprintf("/proc/self/fd/%d", handle.Fd()))
	if err != nil {
		return "", "", err
	}
	defer file.Close()
	hash := sha256.New()
	start, err := io.ReadAll(io.TeeReader(io.LimitReader(file, maxBytes), hash))
	if err != nil {
		return "", "", err
	}
	if _, err := io.Copy(hash, untilDone{ctx, file}); err != nil {
		return "", "", err
	}
	return string(start), hex.EncodeToString(hash.Sum(nil)), nil
}

// untilDone ends a long read with its context.
type untilDone struct {
	ctx context.Context
	io.Reader
}

func (r untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// nameOf looks an id up in the machine's own passwd or group file, and falls back to the number.
func (s scene) nameOf(file string, id uint32) string {
	wanted := strconv.FormatUint(uint64(id), 10)
	text, err := s.readIn(s.pid, file)
	if err != nil {
		return wanted
	}
	for line := range strings.Lines(text) {
		if fields := strings.Split(line, ":"); len(fields) > 2 && strings.TrimSpace(fields[2]) == wanted {
			return fields[0]
		}
	}
	return wanted
}
