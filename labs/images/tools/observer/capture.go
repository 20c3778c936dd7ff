package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

type captureQuestion struct {
	place
	Marker string `json:"marker"`
	// Ports of either end; packets of all others are passed over. Empty: every packet counts.
	Ports     []uint16 `json:"ports"`
	Interface string   `json:"interface"`
}

type captureAnswer struct {
	Kind string `json:"kind"`
	// Packets that carry something and fit the ports.
	Packets int  `json:"packets"`
	Marked  bool `json:"marked"`
	// Dropped by the kernel before they were looked at.
	Dropped int `json:"dropped"`
}

// look listens for the whole time, or until the marker is seen.
func (q captureQuestion) look(ctx context.Context, _ scene) any {
	if q.Marker == "" {
		return cannotTell("a capture needs a marker")
	}
	socket, err := q.open()
	if err != nil {
		return cannotTell("the network cannot be listened to: %v", err)
	}
	defer unix.Close(socket)
	answer := captureAnswer{Kind: "capture"}
	flows := flows{marker: []byte(q.Marker), tails: map[string][]byte{}}
	packet := make([]byte, 1<<17)
	for ctx.Err() == nil && !answer.Marked {
		n, from, err := unix.Recvfrom(socket, packet, 0)
		if err == unix.EAGAIN || err == unix.EINTR {
			continue // nothing came for a while
		}
		if err != nil {
			return cannotTell("the network cannot be listened to: %v", err)
		}
		link, ok := from.(*unix.SockaddrLinklayer)
		if !ok {
			continue
		}
		if found, ok := dissect(packet[:n]); ok && len(found.payload) > 0 && q.wants(found) {
			answer.Packets++
			answer.Marked = flows.carries(link.Ifindex, found)
		}
	}
	if stats, err := unix.GetsockoptTpacketStats(socket, unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
		answer.Dropped = int(stats.Drops)
	}
	return answer
}

// open makes a socket that sees every packet from its network layer on, whatever the link below.
func (q captureQuestion) open() (int, error) {
	socket, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, int(networkOrder(unix.ETH_P_ALL)))
	if err != nil {
		return 0, err
	}
	const buffer = 16 << 20
	// Without the right to a large buffer the usual one must do; lost packets are counted.
	_ = unix.SetsockoptInt(socket, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, buffer)
	wait := unix.NsecToTimeval((100 * time.Millisecond).Nanoseconds())
	err = unix.SetsockoptTimeval(socket, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &wait)
	if err == nil && q.Interface != "" {
		err = bindTo(socket, q.Interface)
	}
	if err != nil {
		unix.Close(socket)
		return 0, err
	}
	return socket, nil
}

func bindTo(socket int, name string) error {
	link, err := net.InterfaceByName(name)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return unix.Bind(socket, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL), Ifindex: link.Index})
}

func networkOrder(n uint16) uint16 { return n<<8 | n>>8 }

func (q captureQuestion) wants(s segment) bool {
	if len(q.Ports) == 0 {
		return true
	}
	for _, port := range q.Ports {
		if s.hasPorts && (s.source == port || s.target == port) {
			return true
		}
	}
	return false
}

// flows remember the end of what each flow has carried, so that a marker cut in two is found all the same.
type flows struct {
	marker []byte
	tails  map[string][]byte
}

func (f flows) carries(link int, s segment) bool {
	key := fmt.Sprintf("%d %s", link, s.flow)
	text := append(f.tails[key], s.payload...)
	f.tails[key] = bytes.Clone(text[max(0, len(text)-len(f.marker)+1):])
	return bytes.Contains(text, f.marker)
}
