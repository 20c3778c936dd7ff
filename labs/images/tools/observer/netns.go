package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// target is a found network namespace.
type target struct {
	name string
	// path of the namespace file.
	path string
	// pid of the process that says which resolver and hosts count.
	pid int
	// isOwn: the observer is in this namespace already.
	isOwn bool
}

func (m machine) find(n netns) (target, error) {
	if n.podUID == "" {
		return m.target("the machine", 1, 1)
	}
	members, err := m.podProcesses(n.podUID)
	if err != nil {
		return target{}, err
	}
	name := "the Pod " + n.podUID
	if len(members) == 0 {
		return target{}, fmt.Errorf("%s has no process on this machine", name)
	}
	if runtimeOf(members) == "runsc" {
		// The sandbox takes the addresses off the Pod's interface and speaks for them itself:
		// whatever is sent from this namespace does not come from the Pod.
		return target{}, fmt.Errorf("%s runs in gVisor, which keeps the network of the Pod inside its sandbox", name)
	}
	// The oldest process is the sandbox's own. A later one may have made itself another namespace,
	// but has the hosts file that Kubernetes gives to containers.
	first := members[0]
	home, err := m.namespace(first.pid)
	if err != nil {
		return target{}, err
	}
	for _, member := range members[1:] {
		// A starter is in the Pod's network before it leaves the machine's files, whose resolv.conf knows no name of the cluster.
		if m.isStarter(member.pid) {
			continue
		}
		if other, err := m.namespace(member.pid); err == nil && other == home {
			return m.target(name, first.pid, member.pid)
		}
	}
	return m.target(name, first.pid, first.pid)
}

func (m machine) target(name string, pid, filesOf int) (target, error) {
	wanted, err := m.namespace(pid)
	if err != nil {
		return target{}, fmt.Errorf("%s: %w", name, err)
	}
	// Of this thread, which is in no other namespace unless its goroutine is locked to it. What is called the process's own
	// is that of its first thread, and any goroutine may once have been locked to that one.
	own, err := os.Readlink("/proc/thread-self/ns/net")
	if err != nil {
		return target{}, err
	}
	return target{name: name, path: m.path(pid, "ns/net"), pid: filesOf, isOwn: wanted == own}, nil
}

func (m machine) namespace(pid int) (string, error) {
	return os.Readlink(m.path(pid, "ns/net"))
}

const insideCommand = "inside"

// order is what the child that stands in another namespace is told.
type order struct {
	PID      int             `json:"pid"`
	Question json.RawMessage `json:"question"`
}

// askInside answers in a child process that is born in the target's namespace. A namespace belongs to a thread, and
// Go's dialer and resolver move between threads: only a process whose every thread was born there is sure to stay.
func askInside(t target, data []byte, timeout time.Duration) (json.RawMessage, error) {
	type result struct {
		answer json.RawMessage
		err    error
	}
	done := make(chan result, 1)
	go func() {
		// Never unlocked: the thread is spoilt by its namespace and ends with this goroutine.
		runtime.LockOSThread()
		answer, err := enterAndAsk(t, data, timeout)
		done <- result{answer, err}
	}()
	r := <-done
	return r.answer, r.err
}

func enterAndAsk(t target, data []byte, timeout time.Duration) (json.RawMessage, error) {
	if err := enter(t.path); err != nil {
		return nil, err
	}
	stdin, err := json.Marshal(order{PID: t.pid, Question: data})
	if err != nil {
		return nil, err
	}
	// The child keeps the deadline itself; this one only ends a child that hangs.
	ctx, cancel := context.WithTimeout(context.Background(), timeout+2*time.Second)
	defer cancel()
	var stdout, stderr bytes.Buffer
	child := exec.CommandContext(ctx, "/proc/self/exe", insideCommand)
	child.Stdin, child.Stdout, child.Stderr = bytes.NewReader(stdin), &stdout, &stderr
	child.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := child.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	if !json.Valid(stdout.Bytes()) {
		return nil, fmt.Errorf("the answer is not JSON")
	}
	return bytes.TrimSpace(stdout.Bytes()), nil
}

func enter(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return unix.Setns(fd, unix.CLONE_NEWNET)
}

func inside(m machine, in io.Reader, out io.Writer) error {
	told := order{}
	if err := json.NewDecoder(in).Decode(&told); err != nil {
		return err
	}
	q, err := parse(told.Question)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), q.timeout())
	defer cancel()
	return json.NewEncoder(out).Encode(q.look(ctx, scene{machine: m, pid: told.PID}))
}
