package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A frame is one byte of kind, four of length (big endian) and so many bytes of content.
const (
	version   = 2
	headBytes = 5
	// Larger ones are no frames of ours: a paste comes in pieces.
	maxFrame = 256 * 1024

	kindAttach = 'A' // from u64, size: the first frame of a line
	kindInput  = 'I' // writer, number u64, bytes
	kindResize = 'R' // size
	kindTaken  = 'C' // bytes u32: so much output was taken
	kindHangUp = 'K' // ends the shell

	kindHello    = 'H' // version u8, first offset u64, size, writers u8 times (writer, number u64), next offset u64: what is before it was said to others
	kindOutput   = 'O' // offset u64, bytes
	kindAccepted = 'W' // writer, number u64
	kindExited   = 'X' // code i32
)

var errFrame = errors.New("not a frame of this protocol")

type size struct{ columns, rows uint16 }

func readFrame(from io.Reader) (byte, []byte, error) {
	var head [headBytes]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return 0, nil, err
	}
	length := binary.BigEndian.Uint32(head[1:])
	if length > maxFrame {
		return 0, nil, fmt.Errorf("%w: %d bytes", errFrame, length)
	}
	content := make([]byte, length)
	_, err := io.ReadFull(from, content)
	return head[0], content, err
}

// frame begins one of a known length of content.
func frame(kind byte, length int) []byte {
	made := make([]byte, 0, headBytes+length)
	return binary.BigEndian.AppendUint32(append(made, kind), uint32(length))
}

func outputFrame(offset uint64, data []byte) []byte {
	made := frame(kindOutput, 8+len(data))
	return append(binary.BigEndian.AppendUint64(made, offset), data...)
}

func acceptedFrame(writer string, number uint64) []byte {
	made := frame(kindAccepted, 1+len(writer)+8)
	return appendWriter(made, writer, number)
}

func exitedFrame(code int) []byte {
	return binary.BigEndian.AppendUint32(frame(kindExited, 4), uint32(int32(code)))
}

func helloFrame(first, next uint64, now size, writers []numbered) []byte {
	length := 1 + 8 + 4 + 1 + 8
	for _, w := range writers {
		length += 1 + len(w.writer) + 8
	}
	made := append(frame(kindHello, length), version)
	made = binary.BigEndian.AppendUint64(made, first)
	made = binary.BigEndian.AppendUint16(made, now.columns)
	made = binary.BigEndian.AppendUint16(made, now.rows)
	made = append(made, byte(len(writers)))
	for _, w := range writers {
		made = appendWriter(made, w.writer, w.number)
	}
	return binary.BigEndian.AppendUint64(made, next)
}

func appendWriter(to []byte, writer string, number uint64) []byte {
	to = append(append(to, byte(len(writer))), writer...)
	return binary.BigEndian.AppendUint64(to, number)
}

func parseAttach(content []byte) (from uint64, at size, err error) {
	if len(content) != 12 {
		return 0, size{}, errFrame
	}
	at, err = parseSizeFrame(content[8:])
	return binary.BigEndian.Uint64(content), at, err
}

func parseSizeFrame(content []byte) (size, error) {
	if len(content) != 4 {
		return size{}, errFrame
	}
	return size{binary.BigEndian.Uint16(content), binary.BigEndian.Uint16(content[2:])}, nil
}

func parseInput(content []byte) (numbered, []byte, error) {
	if len(content) < 1 || len(content) < 1+int(content[0])+8 {
		return numbered{}, nil, errFrame
	}
	writer, rest := content[1:1+content[0]], content[1+content[0]:]
	return numbered{string(writer), binary.BigEndian.Uint64(rest)}, rest[8:], nil
}
