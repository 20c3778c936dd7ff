package main

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// segment is what a packet carries above IP. Without TCP or UDP it has no ports, and everything is payload.
type segment struct {
	// flow is the same for all packets of one direction of a connection.
	flow           string
	hasPorts       bool
	source, target uint16
	payload        []byte
}

// dissect reads a packet from its IP header on.
func dissect(packet []byte) (segment, bool) {
	if len(packet) == 0 {
		return segment{}, false
	}
	const v4, v6 = 4, 6
	switch packet[0] >> 4 {
	case v4:
		header, size := int(packet[0]&0xf)*4, len(packet)
		if header < 20 || size < header {
			return segment{}, false
		}
		// Short frames are padded.
		if total := int(binary.BigEndian.Uint16(packet[2:])); total >= header && total < size {
			size = total
		}
		return above(packet[9], string(packet[12:20]), packet[header:size]), true
	case v6:
		const header = 40
		if len(packet) < header {
			return segment{}, false
		}
		return above(packet[6], string(packet[8:40]), packet[header:]), true
	}
	return segment{}, false
}

func above(protocol byte, addresses string, body []byte) segment {
	var head int
	switch {
	case protocol == unix.IPPROTO_TCP && len(body) >= 20:
		head = int(body[12]>>4) * 4
	case protocol == unix.IPPROTO_UDP && len(body) >= 8:
		head = 8
	default:
		return segment{flow: addresses + string(protocol), payload: body}
	}
	return segment{
		flow:     addresses + string(protocol) + string(body[:4]),
		hasPorts: true,
		source:   binary.BigEndian.Uint16(body),
		target:   binary.BigEndian.Uint16(body[2:]),
		payload:  body[min(head, len(body)):],
	}
}
