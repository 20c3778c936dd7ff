package main

import "testing"

func TestInPodKnowsEverySpellingOfAUID(t *testing.T) {
	const uid = "0b1c-22d3"
	for name, line := range map[string]string{
		"v2 systemd":     "0::/../../kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort-pod0b1c_22d3.slice/cri-containerd-aa.scope\n",
		"v2 cgroupfs":    "0::/kubepods/besteffort/pod0b1c-22d3/aa\n",
		"v1 cgroupfs":    "12:pids:/docker/x/kubelet/kubepods/pod0b1c-22d3/aa\n0::/\n",
		"nested cri v1":  "3:cpu,cpuacct:/kubepods-pod0b1c_22d3.slice:cri-containerd:aa\n4:memory:/kubepods-pod0b1c_22d3.slice/x\n",
		"the Pod's root": "0::/kubepods/pod0b1c-22d3\n",
	} {
		if !inPod(line, uid) {
			t.Errorf("%s is not recognised", name)
		}
	}
}

func TestInPodKeepsPodsApart(t *testing.T) {
	for _, line := range []string{
		"0::/kubepods/pod0b1c-22d3x/aa\n",
		"0::/kubepods/besteffort/poda-0b1c-22d3/aa\n",
		"0::/system.slice/containerd.service\n",
	} {
		if inPod(line, "0b1c-22d3") {
			t.Errorf("%q is taken for the Pod", line)
		}
	}
}

func TestRuntimeOfIsNotFooledByAProgramsName(t *testing.T) {
	boot := process{exe: "runsc", argv: []string{"runsc-sandbox", "boot"}}
	gofer := process{exe: "runsc", argv: []string{"runsc-gofer"}}
	pause := process{exe: "pause", argv: []string{"/pause"}}
	for _, c := range []struct {
		members []process
		want    string
	}{
		{nil, "none"},
		{[]process{pause, {exe: "nginx"}}, "runc"},
		{[]process{gofer, boot}, "runsc"},
		{[]process{{exe: "containerd-shim-runsc-v1"}, gofer, boot}, "runsc"},
		{[]process{pause, boot}, "runc"},
		{[]process{gofer}, "none"},
	} {
		if got := runtimeOf(c.members); got != c.want {
			t.Errorf("%v is %s, want %s", c.members, got, c.want)
		}
	}
}
