package main

import (
	"context"
	"os"
	"strings"
	"time"
)

// lookEvery is short beside what a Pod takes to start.
const lookEvery = 20 * time.Millisecond

// youngFor is longer than a process takes to find its place after it is born: its cgroup, then its namespace.
const youngFor = time.Second

// podNetworkQuestion waits until something stands in a Pod's network. Kubernetes tells that a Pod runs up to a second after
// its sandbox stands there, and its containers have nothing to do with its network.
type podNetworkQuestion struct {
	Kind      string `json:"kind"`
	PodUID    string `json:"podUid"`
	TimeoutMs int    `json:"timeoutMs"`
}

type podNetworkAnswer struct {
	Kind  string `json:"kind"`
	Ready bool   `json:"ready"`
}

func (q podNetworkQuestion) timeout() time.Duration {
	return time.Duration(q.TimeoutMs) * time.Millisecond
}

func (q podNetworkQuestion) look(ctx context.Context, s scene) any {
	born := map[int]time.Time{}
	for {
		ready, err := s.standsInPodNetwork(q.PodUID, born)
		if err != nil {
			return cannotTell("the processes could not be listed: %v", err)
		}
		if ready {
			return podNetworkAnswer{Kind: "podNetwork", Ready: true}
		}
		select {
		case <-ctx.Done():
			return podNetworkAnswer{Kind: "podNetwork"}
		case <-time.After(lookEvery):
		}
	}
}

// standsInPodNetwork looks only at processes that are not yet in born for long: of the others it was seen where they are.
func (m machine) standsInPodNetwork(uid string, born map[int]time.Time) (bool, error) {
	pids, err := m.pids()
	if err != nil {
		return false, err
	}
	now := time.Now()
	for _, pid := range pids {
		first, known := born[pid]
		if !known {
			born[pid], first = now, now
		}
		if now.Sub(first) <= youngFor && m.isInPodNetwork(pid, uid) {
			return true, nil
		}
	}
	return false, nil
}

// isInPodNetwork: a process that is about to become the sandbox is in the Pod's cgroup before it enters the Pod's network,
// and would until then speak for the machine.
func (m machine) isInPodNetwork(pid int, uid string) bool {
	cgroups, err := os.ReadFile(m.path(pid, "cgroup"))
	if err != nil || !inPod(string(cgroups), uid) {
		return false
	}
	own, err := m.namespace(1)
	if err != nil {
		return false
	}
	theirs, err := m.namespace(pid)
	if err != nil || theirs == own {
		return false
	}
	// The starter of a container calls itself so, and is gone in a moment.
	if p, ok := m.read(pid); !ok || p.dead || strings.HasPrefix(p.comm, "runc:") {
		return false
	}
	return m.hasWayOut(pid)
}

// hasWayOut: the network plugin sets the default route last.
func (m machine) hasWayOut(pid int) bool {
	const destination, mask = 1, 7
	if table, err := os.ReadFile(m.path(pid, "net/route")); err == nil {
		for line := range strings.Lines(string(table)) {
			fields := strings.Fields(line)
			if len(fields) > mask && fields[destination] == "00000000" && fields[mask] == "00000000" {
				return true
			}
		}
	}
	const device = 9
	if table, err := os.ReadFile(m.path(pid, "net/ipv6_route")); err == nil {
		for line := range strings.Lines(string(table)) {
			fields := strings.Fields(line)
			if len(fields) > device && strings.Trim(fields[0]+fields[1], "0") == "" && fields[device] != "lo" {
				return true
			}
		}
	}
	return false
}
