package main

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// playSystemd answers on the machine's private socket, in the order in which the observer asks.
func playSystemd(t *testing.T, root string, answers map[string]string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(root, "run/systemd"), 0o755); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(root, "run/systemd/private"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		in := bufio.NewReader(conn)
		_, _ = in.ReadString('\n')
		_, _ = in.ReadString('\n')
		_, _ = conn.Write([]byte("OK 0123\r\n"))
		for serial := uint32(1); ; serial++ {
			asked, err := readReply(in)
			if err != nil {
				return
			}
			word := asked.body.text()
			if asked.signature == "ss" {
				word = asked.body.text()
			}
			_, _ = conn.Write(replyMessage(serial, answers[word]))
			answers[word] = answers[word+" again"]
		}
	}()
}

func replyMessage(serial uint32, word string) []byte {
	var fields, body packed
	head := packed{'l', typeReturn, 0, 1}
	fields = append(fields, fieldReplySerial)
	fields.signature("u")
	fields.number(serial)
	fields.align(8)
	fields = append(fields, fieldSignature)
	fields.signature("g")
	fields.signature("s")
	body.text(word)
	head.number(uint32(len(body)))
	head.number(1)
	head.number(uint32(len(fields)))
	head = append(head, fields...)
	head.align(8)
	return append(head, body...)
}

func TestBusReadsWhatItAsksFor(t *testing.T) {
	_, root := fakeMachine(t, nil)
	playSystemd(t, root, map[string]string{
		"ssh.service": "/unit/ssh", "ssh.service again": "masked",
		"LoadState": "loaded", "ActiveState": "active",
	})
	conn, err := net.Dial("unix", filepath.Join(root, "run/systemd/private"))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := askSystemd(conn, "ssh.service")
	if err != nil {
		t.Fatal(err)
	}
	if want := (unitAnswer{"unit", "loaded", "active", "masked"}); answer != want {
		t.Errorf("got %v, want %v", answer, want)
	}
}

func TestUnitBelievesNobodyButTheFirstProcess(t *testing.T) {
	m, root := fakeMachine(t, nil)
	playSystemd(t, root, map[string]string{"ssh.service": "/unit/ssh"})
	expect(t, asked(t, m, map[string]any{"kind": "unit", "name": "ssh.service"}), map[string]any{"kind": "unknown"})
	none, _ := fakeMachine(t, map[string]string{"etc/x": ""})
	expect(t, asked(t, none, map[string]any{"kind": "unit", "name": "ssh.service"}), map[string]any{"kind": "unknown"})
}
