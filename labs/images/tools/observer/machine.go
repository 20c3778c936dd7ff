package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// machine is looked at through its proc file system.
type machine struct{ proc string }

func (m machine) path(pid int, rest string) string {
	return filepath.Join(m.proc, strconv.Itoa(pid), rest)
}

// process is what the kernel says of one process, not what the process says of itself.
type process struct {
	pid  int
	comm string
	argv []string
	// exe is the name of the program file, empty for kernel threads.
	exe     string
	started uint64
	dead    bool
}

// pids of all processes that exist now, but for the observer's own.
func (m machine) pids() ([]int, error) {
	entries, err := os.ReadDir(m.proc)
	if err != nil {
		return nil, err
	}
	found := make([]int, 0, len(entries))
	for _, entry := range entries {
		if pid, err := strconv.Atoi(entry.Name()); err == nil && pid != os.Getpid() {
			found = append(found, pid)
		}
	}
	return found, nil
}

// read tells about one process, or false when it has ended.
func (m machine) read(pid int) (process, bool) {
	stat, err := os.ReadFile(m.path(pid, "stat"))
	if err != nil {
		return process{}, false
	}
	// The name stands in parentheses and may itself contain some.
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return process{}, false
	}
	fields := strings.Fields(string(stat[end+1:]))
	const state, startTime = 0, 19
	if len(fields) <= startTime {
		return process{}, false
	}
	started, err := strconv.ParseUint(fields[startTime], 10, 64)
	if err != nil {
		return process{}, false
	}
	exe, _ := os.Readlink(m.path(pid, "exe"))
	return process{
		pid:     pid,
		comm:    string(stat[open+1 : end]),
		argv:    m.argv(pid),
		exe:     strings.TrimSuffix(filepath.Base(exe), " (deleted)"),
		started: started,
		dead:    fields[state] == "Z" || fields[state] == "X",
	}, true
}

func (m machine) argv(pid int) []string {
	data, err := os.ReadFile(m.path(pid, "cmdline"))
	if err != nil {
		return nil
	}
	// Programs that rewrite their title leave padding behind it.
	text := strings.TrimRight(string(data), "\x00 ")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\x00")
}
