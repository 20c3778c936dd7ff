package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// bus is as much of D-Bus as questions with words and answers of one word need: no names, no signals, no other types.
type bus struct {
	conn   net.Conn
	in     *bufio.Reader
	serial uint32
}

// busError is what the other side answered instead.
type busError struct{ name, text string }

func (e busError) Error() string { return e.name + ": " + e.text }

const (
	fieldPath, fieldInterface, fieldMember = 1, 2, 3
	fieldErrorName, fieldReplySerial       = 4, 5
	fieldSignature                         = 8

	typeCall, typeReturn, typeError = 1, 2, 3
	maxMessage                      = 1 << 20
)

// openBus says who is asking: the user of this process, whom the kernel names to the other side. Both lines go at once,
// and nothing more before the answer: systemd does not look at a call that it reads together with the word BEGIN.
func openBus(conn net.Conn) (*bus, error) {
	b := &bus{conn: conn, in: bufio.NewReader(conn)}
	const root = "30" // The number 0, its digits in hex.
	if _, err := io.WriteString(conn, "\x00AUTH EXTERNAL "+root+"\r\nBEGIN\r\n"); err != nil {
		return nil, err
	}
	line, err := b.in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "OK ") {
		return nil, fmt.Errorf("it does not let the observer in: %q", line)
	}
	return b, nil
}

// word calls a method and gives the word that it returns, as it is or wrapped in a variant.
func (b *bus) word(path, iface, member string, args ...string) (string, error) {
	b.serial++
	if _, err := b.conn.Write(callMessage(b.serial, path, iface, member, args)); err != nil {
		return "", err
	}
	for {
		r, err := readReply(b.in)
		if err != nil {
			return "", err
		}
		if r.answers != b.serial {
			continue
		}
		text, err := r.word()
		if r.kind == typeError {
			return "", busError{r.errorName, text}
		}
		return text, err
	}
}

// packed is a message under construction. Every value begins at a multiple of its size.
type packed []byte

func (p *packed) align(to int) {
	for len(*p)%to != 0 {
		*p = append(*p, 0)
	}
}

func (p *packed) number(n uint32) {
	p.align(4)
	*p = binary.LittleEndian.AppendUint32(*p, n)
}

func (p *packed) text(s string) {
	p.number(uint32(len(s)))
	*p = append(append(*p, s...), 0)
}

func (p *packed) signature(s string) {
	*p = append(append(append(*p, byte(len(s))), s...), 0)
}

func callMessage(serial uint32, path, iface, member string, args []string) []byte {
	var body, fields packed
	for _, arg := range args {
		body.text(arg)
	}
	field := func(code byte, kind string, value string) {
		fields.align(8)
		fields = append(fields, code)
		fields.signature(kind)
		if kind == "g" {
			fields.signature(value)
		} else {
			fields.text(value)
		}
	}
	field(fieldPath, "o", path)
	field(fieldInterface, "s", iface)
	field(fieldMember, "s", member)
	if len(args) > 0 {
		field(fieldSignature, "g", strings.Repeat("s", len(args)))
	}
	head := packed{'l', typeCall, 0, 1}
	head.number(uint32(len(body)))
	head.number(serial)
	head.number(uint32(len(fields)))
	head = append(head, fields...)
	head.align(8)
	return append(head, body...)
}

type reply struct {
	kind      byte
	answers   uint32
	errorName string
	signature string
	body      unpacked
}

var errMalformed = errors.New("a message of the bus cannot be read")

func readReply(in io.Reader) (reply, error) {
	head := make([]byte, 16)
	if _, err := io.ReadFull(in, head); err != nil {
		return reply{}, err
	}
	size, fields := binary.LittleEndian.Uint32(head[4:]), binary.LittleEndian.Uint32(head[12:])
	if head[0] != 'l' || size > maxMessage || fields > maxMessage {
		return reply{}, errMalformed
	}
	rest := make([]byte, (fields+7)/8*8+size)
	if _, err := io.ReadFull(in, rest); err != nil {
		return reply{}, err
	}
	r := reply{kind: head[1], body: unpacked{data: rest[len(rest)-int(size):]}}
	u := unpacked{data: rest[:fields]}
	for u.at < len(u.data) && u.err == nil {
		u.align(8)
		code, kind := u.byte(), u.signature()
		switch {
		case kind == "u" && code == fieldReplySerial:
			r.answers = u.number()
		case kind == "u":
			u.number()
		case kind == "g":
			r.signature = u.signature()
		case code == fieldErrorName:
			r.errorName = u.text()
		default:
			u.text()
		}
	}
	return r, u.err
}

func (r reply) word() (string, error) {
	kind := r.signature
	if kind == "v" {
		kind = r.body.signature()
	}
	if kind != "s" && kind != "o" {
		return "", r.body.err
	}
	text := r.body.text()
	return text, r.body.err
}

// unpacked reads what packed writes; after the first mistake everything is empty.
type unpacked struct {
	data []byte
	at   int
	err  error
}

func (u *unpacked) take(n int) []byte {
	if u.err != nil || n < 0 || u.at+n > len(u.data) {
		u.err = errMalformed
		return make([]byte, max(min(n, 8), 0))
	}
	u.at += n
	return u.data[u.at-n : u.at]
}

func (u *unpacked) align(to int) { u.take((to - u.at%to) % to) }
func (u *unpacked) byte() byte   { return u.take(1)[0] }

func (u *unpacked) number() uint32 {
	u.align(4)
	return binary.LittleEndian.Uint32(u.take(4))
}

func (u *unpacked) text() string {
	s := string(u.take(int(u.number())))
	u.take(1)
	return s
}

func (u *unpacked) signature() string {
	s := string(u.take(int(u.byte())))
	u.take(1)
	return s
}
