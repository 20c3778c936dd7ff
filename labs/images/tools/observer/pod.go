package main

import (
	"context"
	"os"
	"slices"
	"strings"
)

// podProcesses finds the living processes in the cgroups of a Pod, the oldest first.
func (m machine) podProcesses(uid string) ([]process, error) {
	return m.membersOf(func(cgroups string) bool { return inPod(cgroups, uid) })
}

// membersOf finds the living processes whose cgroups fit, the oldest first.
func (m machine) membersOf(fits func(cgroups string) bool) ([]process, error) {
	pids, err := m.pids()
	if err != nil {
		return nil, err
	}
	var members []process
	for _, pid := range pids {
		cgroups, err := os.ReadFile(m.path(pid, "cgroup"))
		if err != nil || !fits(string(cgroups)) {
			continue
		}
		if p, ok := m.read(pid); ok && !p.dead {
			members = append(members, p)
		}
	}
	slices.SortFunc(members, func(a, b process) int {
		if a.started != b.started {
			return int(min(max(int64(a.started)-int64(b.started), -1), 1))
		}
		return a.pid - b.pid
	})
	return members, nil
}

// inPod reads /proc/PID/cgroup of either version. The plain driver writes the uid as it is (…/pod1-2/…), the systemd
// driver as part of a slice with underscores (…-pod1_2.slice/…).
func inPod(cgroups, uid string) bool {
	for line := range strings.Lines(cgroups) {
		for part := range strings.SplitSeq(strings.TrimSpace(line), "/") {
			name := strings.TrimSuffix(part, ".slice")
			if name == "pod"+uid || strings.HasSuffix(name, "-pod"+strings.ReplaceAll(uid, "-", "_")) {
				return true
			}
		}
	}
	return false
}

// runtimeOf judges by the program files that run in the Pod's cgroups. With gVisor nothing else runs there; a
// container that merely names its program runsc has the pause process beside it.
func runtimeOf(members []process) string {
	boots := false
	for _, p := range members {
		if strings.HasPrefix(p.exe, "containerd-shim") {
			continue
		}
		if p.exe != "runsc" {
			return "runc"
		}
		boots = boots || slices.Contains(p.argv, "boot")
	}
	if boots {
		return "runsc"
	}
	return "none"
}

type podSandboxQuestion struct {
	local
	PodUID string `json:"podUid"`
}

type podSandboxAnswer struct {
	Kind      string   `json:"kind"`
	Processes []string `json:"processes"`
	Runtime   string   `json:"runtime"`
}

func (q podSandboxQuestion) look(_ context.Context, s scene) any {
	members, err := s.podProcesses(q.PodUID)
	if err != nil {
		return cannotTell("the processes could not be listed: %v", err)
	}
	names := []string{}
	for _, p := range members {
		names = append(names, p.name())
	}
	return podSandboxAnswer{Kind: "podSandbox", Processes: names, Runtime: runtimeOf(members)}
}

// name is the kernel's name of the process. gVisor starts itself through /proc/self/exe and is then called exe; its
// sandbox and gofer say what they are, the processes of the sandboxed program have no arguments.
func (p process) name() string {
	switch {
	case p.comm != "exe":
		return p.comm
	case len(p.argv) > 0:
		return p.argv[0]
	}
	return p.exe
}
