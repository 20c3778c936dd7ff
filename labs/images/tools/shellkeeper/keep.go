package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"syscall"
)

var validID = regexp.MustCompile(`^sh-[a-z2-7]{12}$`)

// keep runs until the shell has ended and a server has heard of it, or none came for long.
func keep(id string, at size, argv []string) error {
	if !validID.MatchString(id) {
		return fmt.Errorf("%q is not the id of a shell", id)
	}
	// Small and many: memory is worth more than speed of the collector.
	debug.SetGCPercent(50)
	listener, err := net.ListenUnix("unix", address(id))
	if err != nil {
		return err
	}
	defer listener.Close()
	// The shell must find these as every program does: caught signals are not passed on, ignored ones would be.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT)
	k, command, err := newKeeper(usual, at, argv)
	if err != nil {
		return err
	}
	own, err := ownStreams()
	if err != nil {
		return err
	}
	go k.serve(own)
	go k.listen(listener)
	go k.typeInput()
	go func() {
		for range signals {
			k.hangUpShell()
		}
	}()
	pumped := make(chan struct{})
	go func() {
		k.pump()
		close(pumped)
	}()
	k.end(exitCode(command), pumped)
	return nil
}

func (k *keeper) listen(listener *net.UnixListener) {
	for {
		conn, err := listener.AcceptUnix()
		if err != nil {
			return
		}
		go k.accept(conn)
	}
}

// accept serves a line for as long as the process that brought it lives.
func (k *keeper) accept(conn *net.UnixConn) {
	defer conn.Close()
	l, err := receive(conn)
	if err != nil {
		return
	}
	go func() {
		_, _ = conn.Read(make([]byte, 1))
		l.close()
	}()
	k.serve(l)
}
