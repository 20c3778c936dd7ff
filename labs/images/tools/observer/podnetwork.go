package main

import (
	"context"
	"os"
	"strings"
	"time"
)

// lookEvery is short beside what a Pod takes to start.
const lookEvery = 20 * time.Millisecond

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
	elsewhere := map[int]bool{}
	for {
		ready, err := s.standsInPodNetwork(q.PodUID, elsewhere)
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

// standsInPodNetwork adds to elsewhere what need not be looked at again: a machine has hundreds of processes, and the
// sandbox is among those that are new.
func (m machine) standsInPodNetwork(uid string, elsewhere map[int]bool) (bool, error) {
	own, err := m.namespace(1)
	if err != nil {
		return false, err
	}
	pids, err := m.pids()
	if err != nil {
		return false, err
	}
	for _, pid := range pids {
		if elsewhere[pid] || m.isStarter(pid) {
			continue
		}
		cgroups, err := os.ReadFile(m.path(pid, "cgroup"))
		if err != nil || !inPod(string(cgroups), uid) {
			elsewhere[pid] = true
			continue
		}
		theirs, err := m.namespace(pid)
		if err == nil && theirs != own && m.hasWayOut(pid) {
			return true, nil
		}
	}
	return false, nil
}

// isStarter: a process that is about to become a container calls itself so, from its birth on. It is in the Pod's cgroup
// before it enters the Pod's network, and would until then speak for the machine.
func (m machine) isStarter(pid int) bool {
	comm, err := os.ReadFile(m.path(pid, "comm"))
	return err == nil && strings.HasPrefix(string(comm), "runc")
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
