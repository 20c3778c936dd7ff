package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const everything = `{"trees":[
  {"path":"/etc"},
  {"path":"/var/lib","only":["etcd*"],"steady":true},
  {"path":"/var/lib/kubelet","except":["pods"]}
],"maxBytes":1000000,"maxFileBytes":1000}`

type machineFiles map[string]string

// machine makes a file system with these files; a name with a slash at its end is a folder, a content that begins with "->" a link.
func machine(t *testing.T, files machineFiles) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		put(t, root, name, content)
	}
	return root
}

func put(t *testing.T, root, name, content string) {
	t.Helper()
	at := filepath.Join(root, name)
	must(t, os.MkdirAll(filepath.Dir(at), 0o755))
	target, isLink := strings.CutPrefix(content, "->")
	switch {
	case strings.HasSuffix(name, "/"):
		must(t, os.MkdirAll(at, 0o755))
	case isLink:
		must(t, os.Symlink(target, at))
	default:
		must(t, os.WriteFile(at, []byte(content), 0o640))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func saved(t *testing.T, root, plan string) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, save(root, strings.NewReader(plan), &out))
	return out.Bytes()
}

func TestEverythingOfThePlanIsAsItWas(t *testing.T) {
	root := machine(t, machineFiles{
		"etc/kubernetes/manifests/api.yaml": "sound",
		"etc/same":                          "same",
		"etc/link":                          "->/etc/same",
		"etc/removed/deep/file":             "back",
		"etc/was-folder/file":               "inside",
		"var/lib/etcd/member/wal/0.wal":     "log" + strings.Repeat("\x00", 300_000) + "end",
		"var/lib/kubelet/config.yaml":       "kind: config",
		"var/lib/kubelet/pods/uid/dir":      "not saved",
		"usr/bin/tool":                      "not in the plan",
	})
	must(t, os.Chmod(filepath.Join(root, "etc/same"), 0o755|os.ModeSetuid))
	before := time.Unix(1_700_000_000, 5000)
	must(t, os.Chtimes(filepath.Join(root, "etc/same"), before, before))
	archive := saved(t, root, everything)

	put(t, root, "etc/kubernetes/manifests/api.yaml", "broken")
	put(t, root, "etc/kubernetes/manifests/evil.yaml", "added")
	put(t, root, "etc/new/deep/file", "added")
	put(t, root, "var/lib/etcd-restored/member/x", "added")
	put(t, root, "var/lib/etcd/member/wal/0.wal", "other")
	put(t, root, "var/lib/kubelet/pods/uid/dir", "newer")
	put(t, root, "usr/bin/tool", "newer")
	must(t, os.RemoveAll(filepath.Join(root, "etc/removed")))
	must(t, os.RemoveAll(filepath.Join(root, "etc/was-folder")))
	put(t, root, "etc/was-folder", "->/usr/bin")
	must(t, os.Remove(filepath.Join(root, "etc/link")))
	put(t, root, "etc/link", "a file")
	must(t, os.Chmod(filepath.Join(root, "etc/same"), 0o600))
	must(t, restore(root, bytes.NewReader(archive)))

	wanted := machineFiles{
		"etc/kubernetes/manifests/api.yaml": "sound",
		"etc/removed/deep/file":             "back",
		"etc/was-folder/file":               "inside",
		"var/lib/etcd/member/wal/0.wal":     "log" + strings.Repeat("\x00", 300_000) + "end",
		"var/lib/kubelet/pods/uid/dir":      "newer",
		"usr/bin/tool":                      "newer",
	}
	for name, content := range wanted {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || string(got) != content {
			t.Errorf("%s holds %.20q: %v", name, got, err)
		}
	}
	if target, err := os.Readlink(filepath.Join(root, "etc/link")); err != nil || target != "/etc/same" {
		t.Errorf("etc/link leads to %q: %v", target, err)
	}
	for _, name := range []string{"etc/kubernetes/manifests/evil.yaml", "etc/new", "var/lib/etcd-restored"} {
		if _, err := os.Lstat(filepath.Join(root, name)); !os.IsNotExist(err) {
			t.Errorf("%s is still there", name)
		}
	}
	found, err := os.Stat(filepath.Join(root, "etc/same"))
	must(t, err)
	if !found.ModTime().Equal(before) || found.Mode().Perm() != 0o755 || found.Mode()&os.ModeSetuid == 0 {
		t.Errorf("etc/same is %v of %v", found.Mode(), found.ModTime())
	}
}

func TestWhatIsTooLargeIsLeftAlone(t *testing.T) {
	root := machine(t, machineFiles{"etc/large": strings.Repeat("x", 2000)})
	archive := saved(t, root, everything)
	put(t, root, "etc/large", "changed")
	must(t, restore(root, bytes.NewReader(archive)))
	if got, _ := os.ReadFile(filepath.Join(root, "etc/large")); string(got) != "changed" {
		t.Errorf("it holds %q", got)
	}
}

func TestTooMuchInAllIsRefused(t *testing.T) {
	root := machine(t, machineFiles{"etc/a": strings.Repeat("x", 900), "etc/b": strings.Repeat("x", 900)})
	plan := strings.Replace(everything, `"maxBytes":1000000`, `"maxBytes":1000`, 1)
	err := save(root, strings.NewReader(plan), &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("the answer is %v", err)
	}
}

func TestAnArchiveThatWasCutRemovesNothing(t *testing.T) {
	root := machine(t, machineFiles{"etc/a": strings.Repeat("a", 500)})
	archive := saved(t, root, everything)
	put(t, root, "etc/later", "later")
	if err := restore(root, bytes.NewReader(archive[:len(archive)-9])); err == nil {
		t.Error("it was taken for a whole one")
	}
	if _, err := os.Stat(filepath.Join(root, "etc/later")); err != nil {
		t.Error(err)
	}
}

func TestAFolderThatIsALinkLeadsNowhere(t *testing.T) {
	root := machine(t, machineFiles{"etc/a": "a", "usr/a": "other"})
	archive := saved(t, root, everything)
	must(t, os.RemoveAll(filepath.Join(root, "etc")))
	put(t, root, "etc", "->usr")
	must(t, restore(root, bytes.NewReader(archive)))
	if got, _ := os.ReadFile(filepath.Join(root, "usr/a")); string(got) != "other" {
		t.Errorf("usr/a holds %q", got)
	}
	if got, _ := os.ReadFile(filepath.Join(root, "etc/a")); string(got) != "a" {
		t.Errorf("etc/a holds %q", got)
	}
}

func TestAPathOutsideOfItsFoldersIsRefused(t *testing.T) {
	for _, path := range []string{"etc", "/", "/etc/../usr", "/etc/"} {
		if _, err := parsePlan([]byte(`{"trees":[{"path":"` + path + `"}]}`)); err == nil {
			t.Errorf("%q is taken for a folder", path)
		}
	}
}

func TestTreesKnowWhatIsTheirs(t *testing.T) {
	read, err := parsePlan([]byte(everything))
	must(t, err)
	inside := []string{"etc", "etc/x/y", "var/lib", "var/lib/etcd/x", "var/lib/kubelet", "var/lib/kubelet/pki"}
	outside := []string{"usr", "etcx", "var/lib/docker", "var/lib/kubelet/pods/x", ""}
	for _, name := range slices.Concat(inside, outside) {
		if _, is := read.treeOf(name); is != slices.Contains(inside, name) {
			t.Errorf("%q is inside: %v", name, is)
		}
	}
}
