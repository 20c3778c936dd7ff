package main

import (
	"path/filepath"
	"testing"
)

func TestSysctlReadsTheKernelAndNotWhatIsItsOwn(t *testing.T) {
	m := machine{proc: t.TempDir()}
	write(t, filepath.Join(m.proc, "sys/net/ipv4/ip_local_port_range"), "32768\t60999\n")
	write(t, filepath.Join(m.proc, "sys/net/ipv4/conf/eth0.1/rp_filter"), "1\n")
	ask := func(names ...string) map[string]any {
		return asked(t, m, map[string]any{"kind": "sysctl", "names": names})
	}
	values := ask("net.ipv4.ip_local_port_range", "net.ipv4.conf.eth0/1.rp_filter", "net.ipv4.none")["values"]
	expect(t, values.(map[string]any), map[string]any{
		"net.ipv4.ip_local_port_range": "32768 60999", "net.ipv4.conf.eth0/1.rp_filter": "1", "net.ipv4.none": nil,
	})
	for _, name := range []string{"kernel.hostname", "kernel.shmmax", "/../../1/environ", "net/../../1/environ"} {
		expect(t, ask(name), map[string]any{"kind": "unknown"})
	}
}
