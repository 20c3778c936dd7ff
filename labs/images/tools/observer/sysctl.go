package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type sysctlQuestion struct {
	local
	Names []string `json:"names"`
}

type sysctlAnswer struct {
	Kind string `json:"kind"`
	// Values by name; without those that the kernel does not have.
	Values map[string]string `json:"values"`
}

// The observer has a host name and message queues of its own: theirs would be told instead of the machine's.
var foreign = []string{
	"kernel/hostname", "kernel/domainname", "kernel/shm", "kernel/sem", "kernel/msg", "kernel/auto_msgmni", "fs/mqueue/",
}

// look reads the kernel itself. The settings below net are those of the machine's network namespace, which the
// observer shares.
func (q sysctlQuestion) look(_ context.Context, s scene) any {
	answer := sysctlAnswer{Kind: "sysctl", Values: map[string]string{}}
	for _, name := range q.Names {
		place := placeOf(name)
		if !filepath.IsLocal(place) || slices.ContainsFunc(foreign, func(f string) bool { return strings.HasPrefix(place, f) }) {
			return cannotTell("%s cannot be told from outside of the machine", name)
		}
		text, err := os.ReadFile(filepath.Join(s.proc, "sys", place))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return cannotTell("%s could not be read: %v", name, err)
		}
		answer.Values[name] = strings.Join(strings.Fields(string(text)), " ")
	}
	return answer
}

// placeOf turns dots into slashes as sysctl does: where a slash comes first, the two are the other way round.
func placeOf(name string) string {
	if i := strings.IndexAny(name, "./"); i >= 0 && name[i] == '/' {
		return name
	}
	return strings.NewReplacer(".", "/", "/", ".").Replace(name)
}
