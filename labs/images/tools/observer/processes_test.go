package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// addProcess writes what the kernel would show of a process.
func addProcess(t *testing.T, m machine, pid int, comm, state string, argv ...string) {
	t.Helper()
	dir := filepath.Join(m.proc, fmt.Sprint(pid))
	stat := fmt.Sprintf("%d (%s) %s %s", pid, comm, state, strings.Repeat("7 ", 40))
	write(t, filepath.Join(dir, "stat"), stat)
	write(t, filepath.Join(dir, "cmdline"), strings.Join(argv, "\x00")+"\x00\x00")
	write(t, filepath.Join(dir, "status"), "Name:\tx\nUid:\t1000\t33\t33\t33\n")
}

func TestProcessesAreFoundByProgramOrByTheKernelsShortName(t *testing.T) {
	m := machine{proc: t.TempDir()}
	addProcess(t, m, 11, "kube-controller", "S", "/usr/bin/kube-controller-manager", "--profiling=false")
	addProcess(t, m, 12, "nginx", "S", "nginx: master process (nginx)")
	addProcess(t, m, 13, "odd) (name", "S", "sh")
	addProcess(t, m, 14, "nginx", "Z", "nginx")
	for name, pid := range map[string]int{"kube-controller-manager": 11, "nginx": 12, "odd) (name": 13} {
		answer := asked(t, m, map[string]any{"kind": "processes", "name": name})
		found := answer["processes"].([]any)
		if len(found) != 1 {
			t.Fatalf("%s: found %v", name, found)
		}
		expect(t, found[0].(map[string]any), map[string]any{"pid": pid, "uid": 33})
	}
	argv := asked(t, m, map[string]any{"kind": "processes", "name": "kube-controller-manager"})
	expect(t, argv["processes"].([]any)[0].(map[string]any), map[string]any{"argv": []string{"/usr/bin/kube-controller-manager", "--profiling=false"}})
}
