package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

type processesQuestion struct {
	local
	Name string `json:"name"`
}

type seenProcess struct {
	PID  int      `json:"pid"`
	Argv []string `json:"argv"`
	UID  int      `json:"uid"`
}

type processesAnswer struct {
	Kind      string        `json:"kind"`
	Processes []seenProcess `json:"processes"`
}

func (q processesQuestion) look(_ context.Context, s scene) any {
	pids, err := s.pids()
	if err != nil {
		return cannotTell("the processes could not be listed: %v", err)
	}
	found := []seenProcess{}
	for _, pid := range pids {
		p, ok := s.read(pid)
		if !ok || p.dead || len(p.argv) == 0 || !p.isCalled(q.Name) {
			continue
		}
		if uid, ok := s.uid(pid); ok {
			found = append(found, seenProcess{PID: pid, Argv: p.argv, UID: uid})
		}
	}
	return processesAnswer{Kind: "processes", Processes: found}
}

// isCalled compares both names, since the kernel keeps only 15 characters and a program may change its title.
func (p process) isCalled(name string) bool {
	return p.comm == name || filepath.Base(p.argv[0]) == name
}

// uid is the effective one: it decides what the process may do.
func (m machine) uid(pid int) (int, bool) {
	status, err := os.ReadFile(m.path(pid, "status"))
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "Uid:"); ok {
			if ids := strings.Fields(rest); len(ids) > 1 {
				uid, err := strconv.Atoi(ids[1])
				return uid, err == nil
			}
		}
	}
	return 0, false
}
