package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// confinementQuestion asks how the kernel holds a container's first process, or every process of a name.
type confinementQuestion struct {
	local
	ContainerID string `json:"containerId"`
	Name        string `json:"name"`
}

type confined struct {
	PID        int      `json:"pid"`
	Name       string   `json:"name"`
	UID        int      `json:"uid"`
	Seccomp    int      `json:"seccomp"`
	NoNewPrivs bool     `json:"noNewPrivs"`
	Caps       []string `json:"caps"`
	// AppArmor is absent where the kernel has none.
	AppArmor     *string `json:"apparmor,omitempty"`
	OwnUserNs    bool    `json:"ownUserNs"`
	RootReadOnly bool    `json:"rootReadOnly"`
}

type confinementAnswer struct {
	Kind      string     `json:"kind"`
	Processes []confined `json:"processes"`
}

func (q confinementQuestion) look(_ context.Context, s scene) any {
	members, err := s.meant(q)
	if err != nil {
		return cannotTell("the processes could not be listed: %v", err)
	}
	answer := confinementAnswer{Kind: "confinement", Processes: []confined{}}
	for _, p := range members {
		told, err := s.confinement(p)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return cannotTell("process %d could not be looked at: %v", p.pid, err)
		}
		answer.Processes = append(answer.Processes, told)
	}
	return answer
}

var containerID = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (m machine) meant(q confinementQuestion) ([]process, error) {
	if q.ContainerID != "" {
		if !containerID.MatchString(q.ContainerID) {
			return nil, fmt.Errorf("%q is no id of a container", q.ContainerID)
		}
		members, err := m.membersOf(func(cgroups string) bool { return inContainer(cgroups, q.ContainerID) })
		// Others were started by it or put beside it: what the container was given shows in its first process.
		return members[:min(len(members), 1)], err
	}
	return m.membersNamed(q.Name)
}

func (m machine) membersNamed(name string) ([]process, error) {
	pids, err := m.pids()
	if err != nil {
		return nil, err
	}
	var members []process
	for _, pid := range pids {
		if p, ok := m.read(pid); ok && !p.dead && len(p.argv) > 0 && p.isCalled(name) {
			members = append(members, p)
		}
	}
	return members, nil
}

// inContainer: the plain driver names a cgroup after the container (…/ID), the systemd driver puts a word before it
// and ".scope" behind (…/cri-containerd-ID.scope).
func inContainer(cgroups, id string) bool {
	for line := range strings.Lines(cgroups) {
		for part := range strings.SplitSeq(strings.TrimSpace(line), "/") {
			name := strings.TrimSuffix(part, ".scope")
			if name == id || strings.HasSuffix(name, "-"+id) {
				return true
			}
		}
	}
	return false
}

func (m machine) confinement(p process) (confined, error) {
	status, err := os.ReadFile(m.path(p.pid, "status"))
	if err != nil {
		return confined{}, err
	}
	mounts, err := os.ReadFile(m.path(p.pid, "mountinfo"))
	if err != nil {
		return confined{}, err
	}
	own, err := m.ownUserNs(p.pid)
	if err != nil {
		return confined{}, err
	}
	fields := statusFields(string(status))
	told := confined{PID: p.pid, Name: p.name(), OwnUserNs: own, RootReadOnly: rootReadOnly(string(mounts))}
	told.AppArmor = m.apparmor(p.pid)
	told.NoNewPrivs = fields["NoNewPrivs"] == "1"
	ids := strings.Fields(fields["Uid"])
	if len(ids) < 2 {
		return confined{}, fmt.Errorf("its status has no user")
	}
	if told.UID, err = strconv.Atoi(ids[1]); err != nil {
		return confined{}, err
	}
	if told.Seccomp, err = strconv.Atoi(fields["Seccomp"]); err != nil {
		return confined{}, fmt.Errorf("this kernel tells nothing of seccomp")
	}
	told.Caps, err = capabilities(fields)
	return told, err
}

func statusFields(status string) map[string]string {
	fields := map[string]string{}
	for line := range strings.Lines(status) {
		if key, value, ok := strings.Cut(line, ":"); ok {
			fields[key] = strings.TrimSpace(value)
		}
	}
	return fields
}

func (m machine) ownUserNs(pid int) (bool, error) {
	its, err := os.Readlink(m.path(pid, "ns/user"))
	if err != nil {
		return false, err
	}
	first, err := os.Readlink(m.path(1, "ns/user"))
	return its != first, err
}

// apparmor: the file of its own first, since the old one may speak for another security module.
func (m machine) apparmor(pid int) *string {
	for _, file := range []string{"attr/apparmor/current", "attr/current"} {
		text, err := os.ReadFile(m.path(pid, file))
		if profile := strings.Trim(string(text), "\x00\n "); err == nil && profile != "" {
			return &profile
		}
	}
	return nil
}

// rootReadOnly reads mountinfo, in which the last mount on a place is the one that is seen.
func rootReadOnly(mountinfo string) bool {
	readOnly := false
	for line := range strings.Lines(mountinfo) {
		const place, options = 4, 5
		if fields := strings.Fields(line); len(fields) > options && fields[place] == "/" {
			readOnly = strings.HasPrefix(fields[options]+",", "ro,")
		}
	}
	return readOnly
}
