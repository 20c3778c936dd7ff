package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// where prints the folder that the foreground of a kept shell works in. The kernel says so: what a program prints about itself
// anybody can print. A keeper of any version is understood, since nothing is asked of it.
func where(id string) error {
	if !validID.MatchString(id) {
		return fmt.Errorf("%q is not the id of a shell", id)
	}
	conn, err := net.DialUnix("unix", nil, address(id))
	if err != nil {
		return fmt.Errorf("no shell %s is kept here: %w", id, err)
	}
	defer conn.Close()
	keeper, err := listenerOf(conn)
	if err != nil {
		return err
	}
	folder, err := folderOfChild(keeper)
	if err != nil {
		return err
	}
	fmt.Println(folder)
	return nil
}

// listenerOf is the process at the other end of a line to a keeper.
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
	if peer.Pid == 0 || peer.Uid != uint32(os.Getuid()) {
		return 0, fmt.Errorf("process %d of user %d is not this user's keeper", peer.Pid, peer.Uid)
	}
	return int(peer.Pid), nil
}

// folderOfChild looks at what is in the foreground of the keeper's shell, then at the shell itself: the folder of another user's
// program, such as one of sudo, is not for this user to know.
func folderOfChild(keeper int) (string, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		at, err := readStat(pid)
		if err != nil || at.parent != keeper || at.session != pid {
			continue
		}
		for _, candidate := range []int{at.foreground, pid} {
			if folder, err := folderOf(candidate); err == nil {
				return folder, nil
			}
		}
	}
	return "", errors.New("the shell has no folder that can be seen")
}

type stat struct{ parent, session, foreground int }

// readStat takes what follows the name of the program, which may hold anything. The fields are those of proc_pid_stat(5).
func readStat(pid int) (stat, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 6 {
		return stat{}, errors.New("short stat")
	}
	numbers := [3]int{}
	for i, field := range []int{1, 3, 5} {
		if numbers[i], err = strconv.Atoi(fields[field]); err != nil {
			return stat{}, err
		}
	}
	return stat{numbers[0], numbers[1], numbers[2]}, nil
}

// folderOf refuses a folder that was removed, or that is not below the root that this process sees.
func folderOf(pid int) (string, error) {
	if pid <= 1 {
		return "", errors.New("no process")
	}
	link := fmt.Sprintf("/proc/%d/cwd", pid)
	name, err := os.Readlink(link)
	if err != nil {
		return "", err
	}
	there, err := os.Stat(link)
	if err != nil {
		return "", err
	}
	named, err := os.Stat(name)
	if err != nil || !filepath.IsAbs(name) || !os.SameFile(there, named) {
		return "", fmt.Errorf("%q is not where it was", name)
	}
	return name, nil
}
