package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// born adds a process to a fake machine: its cgroup, its namespace, its name and its routes.
func born(t *testing.T, m machine, pid int, cgroup, netns, comm, routes string) {
	t.Helper()
	folder := filepath.Join(m.proc, fmt.Sprint(pid))
	write(t, filepath.Join(folder, "cgroup"), "0::"+cgroup+"\n")
	write(t, filepath.Join(folder, "comm"), comm+"\n")
	write(t, filepath.Join(folder, "net/route"), "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"+routes)
	if err := os.MkdirAll(filepath.Join(folder, "ns"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("net:["+netns+"]", filepath.Join(folder, "ns/net")); err != nil {
		t.Fatal(err)
	}
}

const (
	wayOut    = "eth0\t00000000\tE700F40A\t0003\t0\t0\t0\t00000000\n"
	linkAlone = "eth0\tE700F40A\t00000000\t0005\t0\t0\t0\tFFFFFFFF\n"
	podCgroup = "/kubepods/besteffort/pod0b1c-22d3/aa"
)

func TestPodNetworkIsThereWhenAProcessOfThePodStandsInIt(t *testing.T) {
	for name, c := range map[string]struct {
		cgroup, netns, comm, routes string
		want                        bool
	}{
		"the sandbox":               {podCgroup, "2", "pause", wayOut, true},
		"another Pod":               {"/kubepods/besteffort/pod9/aa", "2", "pause", wayOut, false},
		"still the machine's":       {podCgroup, "1", "pause", wayOut, false},
		"a starter":                 {podCgroup, "2", "runc:[2:INIT]", wayOut, false},
		"a network without way out": {podCgroup, "2", "pause", linkAlone, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := machine{proc: t.TempDir()}
			born(t, m, 1, "/", "1", "systemd", "")
			born(t, m, 20, c.cgroup, c.netns, c.comm, c.routes)
			answer := asked(t, m, map[string]any{"kind": "podNetwork", "podUid": "0b1c-22d3", "timeoutMs": 1})
			expect(t, answer, map[string]any{"kind": "podNetwork", "ready": c.want})
		})
	}
}

func TestPodNetworkIsWaitedFor(t *testing.T) {
	m := machine{proc: t.TempDir()}
	born(t, m, 1, "/", "1", "systemd", "")
	born(t, m, 20, podCgroup, "2", "runc:[2:INIT]", wayOut)
	elsewhere := map[int]bool{}
	look := func(want bool) {
		t.Helper()
		if got, err := m.standsInPodNetwork("0b1c-22d3", elsewhere); err != nil || got != want {
			t.Errorf("stands there: %v, %v", got, err)
		}
	}
	look(false)
	write(t, filepath.Join(m.proc, "20/comm"), "pause\n")
	look(true)
	write(t, filepath.Join(m.proc, "20/net/route"), linkAlone)
	look(false)
	born(t, m, 21, podCgroup, "2", "pause", wayOut)
	look(true)
}

func TestFilesOfAPodAreNotThoseThatAStarterStillSees(t *testing.T) {
	m := machine{proc: t.TempDir()}
	add := func(pid int, comm string) {
		t.Helper()
		born(t, m, pid, podCgroup, "2", comm, wayOut)
		// The moment of its birth is the 22nd field.
		write(t, filepath.Join(m.proc, fmt.Sprint(pid), "stat"),
			fmt.Sprintf("%d (%s) S%s %d\n", pid, comm, strings.Repeat(" 0", 18), pid))
	}
	filesOf := func(want int) {
		t.Helper()
		if got, err := m.find(netns{podUID: "0b1c-22d3"}); err != nil || got.pid != want {
			t.Errorf("files of %d, %v; want those of %d", got.pid, err, want)
		}
	}
	add(20, "pause")
	filesOf(20)
	add(21, "runc:[2:INIT]")
	filesOf(20)
	add(22, "python3")
	filesOf(22)
}
