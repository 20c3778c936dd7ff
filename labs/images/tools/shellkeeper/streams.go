package main

import (
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// address is not in the file system: it works where /run and /tmp are swept or read-only, and goes away with its keeper.
func address(id string) *net.UnixAddr {
	return &net.UnixAddr{Name: "@cks-lab-shell/" + id, Net: "unix"}
}

// pollable takes over a stream of this process, so that closing it ends a wait for it. Nothing stays in its place.
func pollable(file *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := silence(file); err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), file.Name()), nil
}

func silence(file *os.File) error {
	nothing, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer nothing.Close()
	return unix.Dup3(int(nothing.Fd()), int(file.Fd()), 0)
}

// attach hands its own streams to the keeper and stays for as long as the keeper wants them.
func attach(id string) error {
	conn, err := net.DialUnix("unix", nil, address(id))
	if err != nil {
		return fmt.Errorf("no shell %s is kept here: %w", id, err)
	}
	defer conn.Close()
	rights := unix.UnixRights(int(os.Stdin.Fd()), int(os.Stdout.Fd()))
	if _, _, err := conn.WriteMsgUnix([]byte{version}, rights, nil); err != nil {
		return err
	}
	// The keeper has its own copies: when it closes them the server must see the end.
	os.Stdin.Close()
	os.Stdout.Close()
	_, err = conn.Read(make([]byte, 1))
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return nil // The keeper has hung up: this line has done its work.
	}
	return err
}

// receive takes the streams of an attach, from the keeper's own user or root of this machine. Who asks from another machine
// that shares the network has no number in this one.
func receive(conn *net.UnixConn) (*line, error) {
	if err := trusted(conn); err != nil {
		return nil, err
	}
	rights := make([]byte, unix.CmsgSpace(2*4))
	_, n, _, _, err := conn.ReadMsgUnix(make([]byte, 1), rights)
	if err != nil {
		return nil, err
	}
	messages, err := unix.ParseSocketControlMessage(rights[:n])
	if err != nil || len(messages) != 1 {
		return nil, errFrame
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return nil, err
	}
	files := make([]*os.File, 0, 2)
	for _, fd := range fds {
		unix.CloseOnExec(fd)
		if err := unix.SetNonblock(fd, true); err != nil {
			return nil, err
		}
		files = append(files, os.NewFile(uintptr(fd), "line"))
	}
	if len(files) != 2 {
		return nil, errFrame
	}
	return newLine(files[0], files[1]), nil
}

func trusted(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var peer *unix.Ucred
	var asked error
	if err := raw.Control(func(fd uintptr) {
		peer, asked = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return err
	}
	if asked != nil {
		return asked
	}
	if peer.Pid == 0 || (peer.Uid != 0 && peer.Uid != uint32(os.Getuid())) {
		return fmt.Errorf("process %d of user %d may not attach", peer.Pid, peer.Uid)
	}
	return nil
}
