package main

import (
	"bufio"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

type packageQuestion struct {
	local
	Name string `json:"name"`
	// Verify: read every file of the package, not just look whether it is there.
	Verify bool `json:"verify"`
}

type packageAnswer struct {
	Kind      string   `json:"kind"`
	Installed bool     `json:"installed"`
	Version   string   `json:"version,omitempty"`
	Files     int      `json:"files"`
	Missing   []string `json:"missing"`
	Altered   []string `json:"altered"`
}

const (
	dpkg       = "/var/lib/dpkg/"
	maxNamed   = 200
	maxPackage = 64 << 20
)

// Left out by the images to save room, and no loss to a package.
var unread = []string{"usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/", "usr/share/lintian/"}

// look reads dpkg's database and then the files that the database says are there: a line in the database alone is
// neither a package nor the lack of one.
func (q packageQuestion) look(ctx context.Context, s scene) any {
	status, err := s.paragraph(q.Name)
	if err != nil {
		return cannotTell("the database of packages could not be read: %v", err)
	}
	answer := packageAnswer{
		Kind:      "package",
		Installed: strings.HasSuffix(status["Status"], " installed"),
		Version:   status["Version"],
		Missing:   []string{},
		Altered:   []string{},
	}
	sums, err := s.sums(q.Name, status["Architecture"])
	if err != nil {
		return cannotTell("the files of %s could not be told: %v", q.Name, err)
	}
	for _, file := range slices.Sorted(maps.Keys(sums)) {
		if err := answer.count(ctx, s, q, file, sums[file]); err != nil {
			return cannotTell("%s could not be read: %v", file, err)
		}
	}
	return answer
}

func (a *packageAnswer) count(ctx context.Context, s scene, q packageQuestion, file, sum string) error {
	for _, folder := range unread {
		if strings.HasPrefix(file, folder) {
			return nil
		}
	}
	found, err := s.md5In(ctx, "/"+file, q.Verify)
	switch {
	case absent(err):
		if len(a.Missing) < maxNamed {
			a.Missing = append(a.Missing, "/"+file)
		}
		return nil
	case err != nil:
		return err
	}
	a.Files++
	if q.Verify && found != sum && len(a.Altered) < maxNamed {
		a.Altered = append(a.Altered, "/"+file)
	}
	return nil
}

func absent(err error) bool {
	return errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP)
}

// paragraph is what dpkg wrote down about a package; empty when it never heard of it.
func (m machine) paragraph(name string) (map[string]string, error) {
	file, err := m.openIn(1, dpkg+"status", unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	fields := map[string]string{}
	lines := bufio.NewScanner(io.LimitReader(file, maxPackage))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if line == "" {
			if fields["Package"] == name {
				return fields, nil
			}
			clear(fields)
			continue
		}
		if key, value, ok := strings.Cut(line, ":"); ok && line[0] != ' ' {
			fields[key] = strings.TrimSpace(value)
		}
	}
	if fields["Package"] != name {
		clear(fields)
	}
	return fields, lines.Err()
}

// sums of the package's files. dpkg keeps them as long as the files are there, and forgets them with the files.
func (m machine) sums(name, architecture string) (map[string]string, error) {
	if name != path.Base(name) {
		return nil, fmt.Errorf("%q is no name of a package", name)
	}
	for _, base := range []string{name, name + ":" + architecture} {
		text, err := m.readIn(1, dpkg+"info/"+base+".md5sums")
		if absent(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sums := map[string]string{}
		for line := range strings.Lines(text) {
			if sum, file, ok := strings.Cut(strings.TrimRight(line, "\n"), "  "); ok {
				sums[file] = sum
			}
		}
		return sums, nil
	}
	return nil, nil
}

// md5In is the sum that dpkg keeps: it guards against slips and plain replacement, not against a forged collision.
func (m machine) md5In(ctx context.Context, name string, read bool) (string, error) {
	flags := uint64(unix.O_PATH)
	if read {
		flags = unix.O_RDONLY | unix.O_NONBLOCK
	}
	file, err := m.openIn(1, name, flags)
	if err != nil || !read {
		if file != nil {
			file.Close()
		}
		return "", err
	}
	defer file.Close()
	hash := md5.New()
	if _, err := io.Copy(hash, untilDone{ctx, file}); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
