package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

type listenersQuestion struct {
	local
	Netns netns `json:"netns"`
}

func (q listenersQuestion) from() netns { return q.Netns }

type listener struct {
	Protocol string `json:"protocol"`
	Address  string `json:"address"`
	Port     int    `json:"port"`
}

type listenersAnswer struct {
	Kind    string     `json:"kind"`
	Sockets []listener `json:"sockets"`
}

// The kernel's numbers of the states that wait for others to begin: TCP listening, UDP without a peer.
var tables = []struct{ file, protocol, state string }{
	{"tcp", "tcp", "0A"},
	{"tcp6", "tcp", "0A"},
	{"udp", "udp", "07"},
	{"udp6", "udp", "07"},
}

func (q listenersQuestion) look(_ context.Context, s scene) any {
	sockets := []listener{}
	for _, table := range tables {
		// The kernel shows the namespace of the reader here, which is the one asked for.
		text, err := os.ReadFile(filepath.Join(s.proc, "self/net", table.file))
		if os.IsNotExist(err) && strings.HasSuffix(table.file, "6") {
			continue // a kernel without IPv6
		}
		if err != nil {
			return cannotTell("the sockets could not be listed: %v", err)
		}
		found, err := listening(string(text), table.protocol, table.state)
		if err != nil {
			return cannotTell("%s: %v", table.file, err)
		}
		sockets = append(sockets, found...)
	}
	slices.SortFunc(sockets, func(a, b listener) int { return a.Port - b.Port })
	return listenersAnswer{Kind: "listeners", Sockets: slices.Compact(sockets)}
}

func listening(table, protocol, state string) ([]listener, error) {
	var found []listener
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		fields := strings.Fields(line)
		if i == 0 || len(fields) < 4 || fields[3] != state {
			continue
		}
		at, err := socketAddress(fields[1])
		if err != nil {
			return nil, err
		}
		found = append(found, listener{protocol, at.Addr().Unmap().String(), int(at.Port())})
	}
	return found, nil
}

// socketAddress reads "0100007F:1F90": the address in words of the machine's byte order (little-endian on all
// that we build for), the port as a plain number.
func socketAddress(text string) (netip.AddrPort, error) {
	address, port, ok := strings.Cut(text, ":")
	raw, err := hex.DecodeString(address)
	if !ok || err != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("%q is not a socket address", text)
	}
	for word := range slices.Chunk(raw, 4) {
		slices.Reverse(word)
	}
	ip, ok := netip.AddrFromSlice(raw)
	number, err := strconv.ParseUint(port, 16, 16)
	if !ok || err != nil {
		return netip.AddrPort{}, fmt.Errorf("%q is not a socket address", text)
	}
	return netip.AddrPortFrom(ip, uint16(number)), nil
}
