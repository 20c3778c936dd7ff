package main

import (
	"crypto/rand"
	"encoding/binary"
	"net/netip"
)

// clientHello opens a handshake of TLS 1.2 or before with exactly these suites.
func clientHello(name string, offered []uint16) []byte {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	hello := binary.BigEndian.AppendUint16(nil, 0x0303)
	hello = append(hello, random[:]...)
	hello = append(hello, 0) // no session to take up again
	hello = append(hello, sized(list(offered))...)
	hello = append(hello, 1, 0) // one way to compress: not at all
	hello = append(hello, sized(extensions(name))...)
	const handshake, clientHello = 22, 1
	message := append([]byte{clientHello, 0}, sized(hello)...)
	return append([]byte{handshake, 3, 1}, sized(message)...)
}

// extensions without which servers refuse suites with elliptic curves. No finite field groups: naming some would
// forbid the server all others.
func extensions(name string) []byte {
	curves := list([]uint16{29, 23, 24, 25})
	signatures := list([]uint16{
		0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807, 0x0809, 0x080a, 0x080b,
		0x0401, 0x0501, 0x0601, 0x0402, 0x0203, 0x0201, 0x0202,
	})
	all := extension(10, sized(curves))
	all = append(all, extension(11, []byte{1, 0})...)
	all = append(all, extension(13, sized(signatures))...)
	all = append(all, extension(0xff01, []byte{0})...)
	if _, err := netip.ParseAddr(name); err != nil {
		const hostName = 0
		all = append(all, extension(0, sized(append([]byte{hostName}, sized([]byte(name))...)))...)
	}
	return all
}

func extension(id uint16, body []byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, id), sized(body)...)
}

// sized puts the length before a part, as a number of two bytes.
func sized(part []byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(part))), part...)
}

func list(numbers []uint16) []byte {
	var bytes []byte
	for _, number := range numbers {
		bytes = binary.BigEndian.AppendUint16(bytes, number)
	}
	return bytes
}
