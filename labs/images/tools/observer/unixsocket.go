package main

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// dialIn connects to a socket in the machine's file system and tells which process made it listen. A learner may put
// a socket of his own in a known place; he cannot make it listen in the name of another process.
func (m machine) dialIn(ctx context.Context, path string) (net.Conn, int, error) {
	place, err := m.openIn(1, path, unix.O_PATH)
	if err != nil {
		return nil, 0, err
	}
	defer place.Close()
	// By its handle: a link in the path would else lead into the observer's own file system.
	conn, err := new(net.Dialer).DialContext(ctx, "unix", fmt.Sprintf("/proc/self/fd/%d", place.Fd()))
	if err != nil {
		return nil, 0, err
	}
	if end, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(end)
	}
	pid, err := listenerOf(conn.(*net.UnixConn))
	if err != nil {
		conn.Close()
		return nil, 0, err
	}
	return conn, pid, nil
}

func listenerOf(conn *net.UnixConn) (int, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return 0, err
	}
	var peer *unix.Ucred
	var asked error
	if err := raw.Control(func(fd uintptr) {
		peer, asked = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return 0, err
	}
	if asked != nil {
		return 0, asked
	}
	return int(peer.Pid), nil
}
