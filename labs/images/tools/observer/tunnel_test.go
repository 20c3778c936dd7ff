package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"
)

// unframed is what the frames of a tunnel carried, and whether its end was told.
func unframed(t *testing.T, data []byte) (string, bool) {
	t.Helper()
	var text bytes.Buffer
	for len(data) >= 4 {
		n := binary.BigEndian.Uint32(data)
		data = data[4:]
		if n == 0 {
			return text.String(), true
		}
		text.Write(data[:n])
		data = data[n:]
	}
	return text.String(), false
}

func serving(t *testing.T, serve func(net.Conn)) (port string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serve(conn)
			conn.Close()
		}
	}()
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port
}

func TestTunnelPassesBytesBothWaysAndTellsTheEnd(t *testing.T) {
	large := strings.Repeat("0123456789", 20_000)
	port := serving(t, func(conn net.Conn) {
		said := make([]byte, 5)
		_, _ = io.ReadFull(conn, said)
		_, _ = io.WriteString(conn, string(said)+large)
	})
	for _, address := range []string{":" + port, "127.0.0.1:" + port} {
		in, feed := io.Pipe()
		go func() { _, _ = io.WriteString(feed, "hello") }()
		var out bytes.Buffer
		if err := tunnel(address, in, &out); err != nil {
			t.Fatal(err)
		}
		data, found := bytes.CutPrefix(out.Bytes(), []byte("open\n"))
		text, ended := unframed(t, data)
		if !found || !ended || text != "hello"+large {
			t.Errorf("%s: open %v, ended %v, %d bytes", address, found, ended, len(text))
		}
		feed.Close()
	}
}

func TestTunnelEndsWithItsInput(t *testing.T) {
	closed := make(chan struct{})
	port := serving(t, func(conn net.Conn) {
		_, _ = io.Copy(io.Discard, conn)
		close(closed)
	})
	var out bytes.Buffer
	if err := tunnel(":"+port, strings.NewReader("bye"), &out); err != nil {
		t.Fatal(err)
	}
	<-closed
}

func TestTunnelSaysWhyItIsNotOpen(t *testing.T) {
	for address, why := range map[string]string{
		"127.0.0.1:1":      "no connection refused",
		":1":               "no ",
		"example.com:80":   "no ",
		":http":            "no ",
		"127.0.0.1:999999": "no ",
	} {
		var out bytes.Buffer
		if err := tunnel(address, strings.NewReader(""), &out); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out.String(), why) || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: %q", address, out.String())
		}
	}
}
