package main

import (
	"io"
	"net"
)

const doorCommand = "door"

// door takes connections at a port and passes each on to one address in the lab, until it is told to end. It is how the platform
// comes to the API server of a lab whose network leads nowhere; the other way it opens nothing.
func door(port, target string) error {
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		return err
	}
	defer listener.Close()
	go passAll(listener, target)
	return sleep()
}

func passAll(listener net.Listener, target string) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go pass(conn, target)
	}
}

// pass ends when both sides have said all they had to say.
func pass(from net.Conn, target string) {
	defer from.Close()
	to, err := net.DialTimeout("tcp", target, dialTimeout)
	if err != nil {
		return
	}
	defer to.Close()
	answered := make(chan struct{})
	go func() {
		copyAndEnd(from, to)
		close(answered)
	}()
	copyAndEnd(to, from)
	<-answered
}

func copyAndEnd(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	if half, ok := to.(*net.TCPConn); ok {
		_ = half.CloseWrite()
	}
}
