package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const containerA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

const hardened = `Name:	nginx
Uid:	101	101	101	101
CapInh:	0000000000000000
CapPrm:	0000000000000000
CapEff:	0000000000000000
CapBnd:	0000000000000401
CapAmb:	0000000000000000
NoNewPrivs:	1
Seccomp:	2
`

func addConfined(t *testing.T, m machine, pid int, status, cgroup, userNs, root string) {
	t.Helper()
	addProcess(t, m, pid, "nginx", "S", "nginx")
	dir := filepath.Join(m.proc, fmt.Sprint(pid))
	write(t, filepath.Join(dir, "status"), status)
	write(t, filepath.Join(dir, "cgroup"), cgroup)
	write(t, filepath.Join(dir, "mountinfo"), "1 0 0:1 / / rw - overlay o rw\n2 1 0:2 / / "+root+",relatime - overlay o rw\n3 2 0:3 / /proc rw - proc p rw\n")
	write(t, filepath.Join(dir, "attr/current"), "docker-default (enforce)\n")
	if err := os.MkdirAll(filepath.Join(dir, "ns"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("user:["+userNs+"]", filepath.Join(dir, "ns/user")); err != nil {
		t.Fatal(err)
	}
}

func TestConfinementOfAContainersFirstProcess(t *testing.T) {
	m := machine{proc: t.TempDir()}
	addConfined(t, m, 1, hardened, "0::/init.scope\n", "1", "rw")
	addConfined(t, m, 20, hardened, "0::/kubepods/pod1/"+containerA+"\n", "2", "ro")
	addConfined(t, m, 21, strings.Replace(hardened, "101", "0", 4), "0::/kubepods/pod1/"+containerA+"\n", "1", "rw")
	processes := asked(t, m, map[string]any{"kind": "confinement", "containerId": containerA})["processes"].([]any)
	if len(processes) != 1 {
		t.Fatalf("processes %v", processes)
	}
	expect(t, processes[0].(map[string]any), map[string]any{
		"pid": 20, "uid": 101, "seccomp": 2, "noNewPrivs": true, "caps": []string{"CHOWN", "NET_BIND_SERVICE"},
		"apparmor": "docker-default (enforce)", "ownUserNs": true, "rootReadOnly": true,
	})
	named := asked(t, m, map[string]any{"kind": "confinement", "name": "nginx"})["processes"].([]any)
	if len(named) != 3 {
		t.Errorf("by name: %v", named)
	}
	expect(t, asked(t, m, map[string]any{"kind": "confinement", "containerId": "../1"}), map[string]any{"kind": "unknown"})
}

func TestContainersAreToldFromTheirCgroups(t *testing.T) {
	for cgroup, want := range map[string]bool{
		"0::/kubepods/burstable/podx/" + containerA:                     true,
		"0::/kubepods.slice/cri-containerd-" + containerA + ".scope":    true,
		"0::/kubepods.slice/cri-containerd-" + containerA + "b.scope":   false,
		"0::/kubepods/podx/" + strings.Replace(containerA, "a", "b", 1): false,
	} {
		if got := inContainer(cgroup+"\n", containerA); got != want {
			t.Errorf("%s: %v", cgroup, got)
		}
	}
}
