package main

import (
	"net"
	"slices"
	"testing"
)

const tcp6Table = `  sl  local_address                         remote_address                        st tx_queue
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 0000000000000000FFFF00000100007F:0050 00000000000000000000000000000000:0000 0A 00000000:00000000
   2: 00000000000000000000000001000000:1F91 00000000000000000000000001000000:0001 01 00000000:00000000
`

func TestListeningReadsAddressesAndLeavesConnectionsOut(t *testing.T) {
	found, err := listening(tcp6Table, "tcp", "0A")
	if err != nil {
		t.Fatal(err)
	}
	want := []listener{{"tcp", "::1", 8080}, {"tcp", "127.0.0.1", 80}}
	if !slices.Equal(found, want) {
		t.Errorf("found %v", found)
	}
}

func TestListenersShowAnOpenedSocket(t *testing.T) {
	server, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	port := server.Addr().(*net.TCPAddr).Port
	answer := listenersQuestion{}.look(t.Context(), scene{machine: real()}).(listenersAnswer)
	if !slices.Contains(answer.Sockets, listener{"tcp", "127.0.0.1", port}) {
		t.Errorf("port %d is not in %v", port, answer.Sockets)
	}
}
