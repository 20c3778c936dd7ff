package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const planName = "plan.json"

// An entry that was there and is not in the archive: it is neither put back nor removed.
const leftRecord = "CKSLAB.left"

type saver struct {
	root    *os.Root
	plan    plan
	archive *tar.Writer
	bytes   int64
}

func save(rootPath string, in io.Reader, out io.Writer) error {
	text, err := io.ReadAll(io.LimitReader(in, 1<<20))
	if err != nil {
		return err
	}
	wanted, err := parsePlan(text)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(rootPath)
	if err != nil {
		return err
	}
	defer root.Close()
	packed, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	s := &saver{root: root, plan: wanted, archive: tar.NewWriter(packed)}
	if err := s.all(); err != nil {
		return err
	}
	return errors.Join(s.archive.Close(), packed.Close())
}

func (s *saver) all() error {
	text, err := json.Marshal(s.plan)
	if err != nil {
		return err
	}
	if err := s.put(&tar.Header{Name: planName, Mode: 0o600, Size: int64(len(text)), Typeflag: tar.TypeReg}, text); err != nil {
		return err
	}
	for _, each := range s.plan.Trees {
		if err := s.folder(each.rel(), each, true); err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) put(header *tar.Header, content []byte) error {
	header.Format = tar.FormatPAX
	if err := s.archive.WriteHeader(header); err != nil {
		return err
	}
	_, err := s.archive.Write(content)
	return err
}

func (s *saver) folder(name string, of tree, isTop bool) error {
	folder, err := s.root.OpenFile(name, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer folder.Close()
	var stat unix.Statx_t
	if err := unix.Statx(int(folder.Fd()), "", unix.AT_EMPTY_PATH, unix.STATX_BASIC_STATS, &stat); err != nil {
		return err
	}
	// What lies on another file system may be somebody else's: the disk of the machine below, for one.
	if isTop && isMountRoot(folder) {
		return nil
	}
	header := headerOf(name+"/", tar.TypeDir, stat)
	header.PAXRecords = attributes(folder)
	if err := s.put(header, nil); err != nil {
		return err
	}
	found, err := entries(folder)
	if err != nil {
		return err
	}
	for _, each := range found {
		if isTop && !of.wants(each.name) {
			continue
		}
		if err := s.entry(name+"/"+each.name, each, of); err != nil {
			return err
		}
	}
	return nil
}

func (s *saver) entry(name string, each entry, of tree) error {
	switch {
	case each.isMount:
		return s.left(name, each)
	case each.kind() == unix.S_IFDIR:
		return s.folder(name, of, false)
	case each.kind() == unix.S_IFLNK:
		target, err := s.root.Readlink(name)
		if err != nil {
			return skipGone(err)
		}
		header := headerOf(name, tar.TypeSymlink, each.stat)
		header.Linkname = target
		return s.put(header, nil)
	case each.kind() == unix.S_IFREG && (of.Steady || int64(each.stat.Size) <= s.plan.MaxFileBytes):
		return s.file(name, each, of)
	}
	return s.left(name, each)
}

func (s *saver) left(name string, each entry) error {
	header := headerOf(name, tar.TypeReg, each.stat)
	header.PAXRecords = map[string]string{leftRecord: "1"}
	return s.put(header, nil)
}

func (s *saver) file(name string, each entry, of tree) error {
	// A log is prepared under such a name until it is needed.
	if of.Steady && strings.HasSuffix(name, ".tmp") {
		return nil
	}
	file, err := s.root.OpenFile(name, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		return skipGone(err)
	}
	defer file.Close()
	limit := s.plan.MaxFileBytes
	read := readOnce
	if of.Steady {
		limit, read = s.plan.MaxBytes, readAtRest
	}
	content, err := read(file, limit)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if content == nil {
		return s.left(name, each)
	}
	s.bytes += int64(len(content))
	if s.bytes > s.plan.MaxBytes {
		return fmt.Errorf("too large: more than %d bytes", s.plan.MaxBytes)
	}
	header := headerOf(name, tar.TypeReg, each.stat)
	header.Size = int64(len(content))
	header.PAXRecords = attributes(file)
	return s.put(header, content)
}

// readOnce reads all of a file, or gives nil when it is larger than it may be.
func readOnce(file *os.File, limit int64) ([]byte, error) {
	var content bytes.Buffer
	n, err := io.Copy(&content, io.LimitReader(file, limit+1))
	if err != nil || n > limit {
		return nil, err
	}
	return content.Bytes()[:n:n], nil
}

const (
	restFor   = 20 * time.Millisecond
	restTries = 300
)

// readAtRest reads a file between two changes: its time of change is the same before and after, and was not just now. So the
// content is one that the file had at a moment, which is what its owner would find after a loss of power.
func readAtRest(file *os.File, limit int64) ([]byte, error) {
	for range restTries {
		before, err := file.Stat()
		if err != nil {
			return nil, err
		}
		if since := time.Since(before.ModTime()); since >= 0 && since < restFor {
			time.Sleep(restFor - since)
			continue
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		content, err := readOnce(file, limit)
		if err != nil || content == nil {
			return nil, err
		}
		after, err := file.Stat()
		if err != nil {
			return nil, err
		}
		if after.ModTime().Equal(before.ModTime()) && after.Size() == before.Size() {
			return content, nil
		}
	}
	return nil, errors.New("it is written without a pause")
}

func headerOf(name string, kind byte, stat unix.Statx_t) *tar.Header {
	return &tar.Header{
		Name:     name,
		Typeflag: kind,
		Mode:     int64(stat.Mode &^ unix.S_IFMT),
		Uid:      int(stat.Uid),
		Gid:      int(stat.Gid),
		ModTime:  time.Unix(stat.Mtime.Sec, int64(stat.Mtime.Nsec)),
	}
}

func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP)
}

func skipGone(err error) error {
	if gone(err) {
		return nil
	}
	return err
}
