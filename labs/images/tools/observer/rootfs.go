package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// openIn opens a path of a process's file system so that links of any kind lead to where they lead for the process
// and never out of its root.
func (m machine) openIn(pid int, path string, flags uint64) (*os.File, error) {
	root, err := unix.Open(m.path(pid, "root"), unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("the file system of process %d: %w", pid, err)
	}
	defer unix.Close(root)
	fd, err := unix.Openat2(root, strings.TrimLeft(path, "/"), &unix.OpenHow{
		Flags:   flags | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_IN_ROOT,
	})
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

// readIn reads a small text file. O_NONBLOCK: a pipe put in its place must not hold up the answer.
func (m machine) readIn(pid int, path string) (string, error) {
	file, err := m.openIn(pid, path, unix.O_RDONLY|unix.O_NONBLOCK)
	if err != nil {
		return "", err
	}
	defer file.Close()
	const enough = 1 << 20
	data, err := io.ReadAll(io.LimitReader(file, enough))
	return string(data), err
}
