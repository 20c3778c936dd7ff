package main

import "testing"

const dpkgStatus = `Package: vsftpd
Status: install ok installed
Architecture: amd64
Version: 3.0.3-13
Conffiles:
 /etc/vsftpd.conf 0123

Package: telnetd
Status: deinstall ok config-files
Version: 0.17

Package: last
Status: install ok installed
Version: 2`

func TestPackageIsItsRecordAndItsFiles(t *testing.T) {
	m, _ := fakeMachine(t, map[string]string{
		"var/lib/dpkg/status":                    dpkgStatus,
		"var/lib/dpkg/info/vsftpd:amd64.md5sums": "900150983cd24fb0d6963f7d28e17f72  usr/sbin/vsftpd\n00  usr/share/doc/vsftpd/README\n",
		"usr/sbin/vsftpd":                        "abc",
		"var/lib/dpkg/info/last.md5sums":         "900150983cd24fb0d6963f7d28e17f72  usr/bin/last\n00  usr/bin/other\n",
		"usr/bin/other":                          "x",
	})
	ask := func(name string) map[string]any {
		return asked(t, m, map[string]any{"kind": "package", "name": name, "verify": true})
	}
	none := []string{}
	expect(t, ask("vsftpd"), map[string]any{"installed": true, "version": "3.0.3-13", "files": 1, "missing": none, "altered": none})
	expect(t, ask("last"), map[string]any{"installed": true, "missing": []string{"/usr/bin/last"}, "altered": []string{"/usr/bin/other"}})
	expect(t, ask("telnetd"), map[string]any{"installed": false, "files": 0})
	expect(t, ask("never-heard-of"), map[string]any{"installed": false, "files": 0, "version": nil})
	expect(t, ask("../status"), map[string]any{"kind": "unknown"})
}

func TestPackageLeftBehindIsTold(t *testing.T) {
	m, _ := fakeMachine(t, map[string]string{
		"var/lib/dpkg/status":              "",
		"var/lib/dpkg/info/vsftpd.md5sums": "00  usr/sbin/vsftpd\n",
		"usr/sbin/vsftpd":                  "abc",
	})
	expect(t, asked(t, m, map[string]any{"kind": "package", "name": "vsftpd", "verify": false}), map[string]any{"installed": false, "files": 1})
	bare, _ := fakeMachine(t, map[string]string{"etc/x": ""})
	expect(t, asked(t, bare, map[string]any{"kind": "package", "name": "a", "verify": false}), map[string]any{"kind": "unknown"})
}
