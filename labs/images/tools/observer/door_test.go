package main

import (
	"io"
	"net"
	"testing"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}

func TestDoorPassesBothWaysAndTellsTheEnd(t *testing.T) {
	target, entry := listen(t), listen(t)
	go passAll(entry, target.Addr().String())
	go func() {
		conn, err := target.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		asked, _ := io.ReadAll(conn)
		_, _ = conn.Write(append([]byte("heard "), asked...))
	}()
	conn, err := net.Dial("tcp", entry.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || string(answer) != "heard hello" {
		t.Fatalf("got %q, %v", answer, err)
	}
}

func TestDoorClosesWhatNobodyAnswers(t *testing.T) {
	target, entry := listen(t), listen(t)
	address := target.Addr().String()
	target.Close()
	go passAll(entry, address)
	conn, err := net.Dial("tcp", entry.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if rest, _ := io.ReadAll(conn); len(rest) != 0 {
		t.Fatalf("got %q", rest)
	}
}
