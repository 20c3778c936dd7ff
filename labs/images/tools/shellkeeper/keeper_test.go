package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

var hasty = patience{abandoned: time.Minute, unclaimed: time.Minute, lastWords: time.Minute, drain: 20 * time.Millisecond, hangUp: 300 * time.Millisecond, alone: time.Millisecond, gather: time.Millisecond}

// kept is a keeper under test; done is closed when it would leave.
func kept(t *testing.T, p patience, argv ...string) (*keeper, <-chan struct{}) {
	t.Helper()
	k, command, err := newKeeper(p, size{80, 24}, argv)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.master.Close() })
	go k.typeInput()
	pumped, done := make(chan struct{}), make(chan struct{})
	go func() {
		k.pump()
		close(pumped)
	}()
	go func() {
		k.end(exitCode(command), pumped)
		close(done)
	}()
	return k, done
}

// server is the other end of a line.
type server struct {
	t      *testing.T
	in     *os.File
	out    *os.File
	hello  []byte
	output []byte
	frames int
	next   uint64
	acks   map[string]uint64
	exit   *int32
}

func attached(t *testing.T, k *keeper, from uint64) *server {
	t.Helper()
	in, keeperOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	keeperIn, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	go k.serve(newLine(keeperIn, keeperOut))
	s := &server{t: t, in: in, out: out, acks: map[string]uint64{}}
	t.Cleanup(func() { in.Close(); out.Close() })
	content := binary.BigEndian.AppendUint64(nil, from)
	s.send(kindAttach, append(content, 0, 80, 0, 24))
	s.until(func() bool { return s.hello != nil })
	return s
}

func (s *server) send(kind byte, content []byte) {
	s.t.Helper()
	// A line that was closed takes nothing more: what is read says so.
	_, _ = s.out.Write(append(frame(kind, len(content)), content...))
}

func (s *server) input(writer string, number uint64, text string) {
	s.send(kindInput, append(appendWriter(nil, writer, number), text...))
}

// until reads frames until what is looked for has come; false when the line ended before.
func (s *server) until(found func() bool) bool {
	s.t.Helper()
	_ = s.in.SetReadDeadline(time.Now().Add(20 * time.Second))
	for !found() {
		kind, content, err := readFrame(s.in)
		if err == io.EOF {
			return false
		}
		if err != nil {
			s.t.Fatalf("%v after %q", err, s.output)
		}
		s.take(kind, content)
	}
	return true
}

func (s *server) take(kind byte, content []byte) {
	switch kind {
	case kindHello:
		s.hello, s.next = content, binary.BigEndian.Uint64(content[1:])
	case kindOutput:
		if at := binary.BigEndian.Uint64(content); at != s.next {
			s.t.Fatalf("output at %d, expected %d", at, s.next)
		}
		s.send(kindTaken, binary.BigEndian.AppendUint32(nil, uint32(len(content)-8)))
		s.frames++
		s.output, s.next = append(s.output, content[8:]...), s.next+uint64(len(content)-8)
	case kindAccepted:
		at := 1 + int(content[0])
		s.acks[string(content[1:at])] = binary.BigEndian.Uint64(content[at:])
	case kindExited:
		code := int32(binary.BigEndian.Uint32(content))
		s.exit = &code
	}
}

func (s *server) says(text string) {
	s.t.Helper()
	if !s.until(func() bool { return bytes.Contains(s.output, []byte(text)) }) {
		s.t.Fatalf("the line ended before %q came: %q", text, s.output)
	}
}

func TestWhatIsTypedIsTypedOnceAndAcknowledged(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/cat")
	first := attached(t, k, 0)
	first.input("w", 1, "one\n")
	first.input("w", 1, "one\n")
	first.input("w", 2, "two\n")
	first.until(func() bool { return first.acks["w"] == 2 })
	first.out.Close()
	again := attached(t, k, 0)
	if !bytes.Contains(again.hello, append([]byte("\x01w"), 0, 0, 0, 0, 0, 0, 0, 2)) {
		t.Errorf("the newest number is not told: %q", again.hello)
	}
	again.input("w", 2, "two\n")
	again.input("w", 3, "three\n")
	again.until(func() bool { return strings.Count(string(again.output), "three\r\n") == 2 })
	// Each line twice: as the terminal echoes it, and as the program answers.
	for _, word := range []string{"one", "two", "three"} {
		if n := strings.Count(string(again.output), word); n != 2 {
			t.Errorf("%d times %s: %q", n, word, again.output)
		}
	}
}

func TestAnEchoCarriesItsAcknowledgement(t *testing.T) {
	never := hasty
	never.alone, never.gather = time.Hour, time.Hour
	k, _ := kept(t, never, "/bin/cat")
	s := attached(t, k, 0)
	s.input("w", 1, "x")
	s.says("x")
	// Whether the terminal or the keeper was faster: at the latest the next echo carries it.
	s.input("w", 2, "y")
	s.until(func() bool { return s.acks["w"] >= 1 })
}

func TestAFloodLeavesInLargePieces(t *testing.T) {
	patient := hasty
	patient.gather = time.Hour
	k, _ := kept(t, patient, "/bin/sh", "-c", "read x; head -c 1000000 /dev/zero | tr '\\0' y")
	s := attached(t, k, 0)
	s.input("", 0, "\n")
	s.until(func() bool { return s.exit != nil })
	if n := strings.Count(string(s.output), "y"); n != 1000000 || s.frames > 1000000/readBytes+20 {
		t.Errorf("%d bytes in %d frames", n, s.frames)
	}
}

func TestWhoComesLaterIsToldWhatWasSaidBefore(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/sh", "-c", "stty -echo; echo ready; read x; echo more; read x")
	first := attached(t, k, 0)
	first.says("ready\r\n")
	second := attached(t, k, 0)
	if said := binary.BigEndian.Uint64(second.hello[len(second.hello)-8:]); said != first.next {
		t.Errorf("%d bytes were said before, told are %d", first.next, said)
	}
	second.input("", 0, "\n")
	second.says("ready\r\nmore\r\n")
}

func TestWhatHasNoEchoIsAcknowledgedAlone(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/sh", "-c", "stty -echo; echo ready; read x; read y")
	s := attached(t, k, 0)
	s.says("ready")
	s.input("w", 1, "secret\n")
	s.until(func() bool { return s.acks["w"] == 1 })
	if strings.Contains(string(s.output), "secret") {
		t.Error("it was echoed")
	}
}

func TestTheShellGoesOnWithoutAnybodyAndTheMissingPartIsSent(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/sh", "-c", "read x; i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; echo over; read x; exit 3")
	first := attached(t, k, 0)
	first.input("", 0, "go\n")
	first.says("line 10\r\n")
	first.out.Close()
	second := attached(t, k, first.next)
	second.says("over\r\n")
	var whole strings.Builder
	for i := range 2000 {
		whole.WriteString("line " + itoa(i) + "\r\n")
	}
	if got := string(first.output) + string(second.output); !strings.Contains(got, whole.String()) {
		t.Errorf("%d and %d bytes do not make the whole", len(first.output), len(second.output))
	}
	second.input("", 0, "\n")
	second.until(func() bool { return second.exit != nil })
	if *second.exit != 3 {
		t.Errorf("exit %d", *second.exit)
	}
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestAServerThatTakesNothingBrakesTheShellButNotItsInput(t *testing.T) {
	k, done := kept(t, hasty, "/bin/sh", "-c", "trap 'echo stopped; exit 9' INT; while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")
	s := attached(t, k, 0)
	s.says("y\r\n")
	still := func() uint64 {
		k.mu.Lock()
		defer k.mu.Unlock()
		return k.kept.end
	}
	for before := uint64(1); before != still(); time.Sleep(100 * time.Millisecond) {
		before = still()
	}
	if still()-s.next > 2*windowBytes {
		t.Errorf("%d bytes are on their way", still()-s.next)
	}
	s.input("", 0, "\x03")
	s.until(func() bool { return s.exit != nil })
	if *s.exit != 9 || !bytes.HasSuffix(s.output, []byte("stopped\r\n")) {
		t.Errorf("exit %d", *s.exit)
	}
	<-done
}

func TestTheNewestLineCounts(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/cat")
	old := attached(t, k, 0)
	fresh := attached(t, k, 0)
	if old.until(func() bool { return false }) {
		t.Error("the old line was not closed")
	}
	fresh.input("", 0, "x\n")
	fresh.says("x\r\n")
}

func TestLastWordsWaitForAServer(t *testing.T) {
	k, done := kept(t, hasty, "/bin/sh", "-c", "echo bye; exit 5")
	for told := false; !told; time.Sleep(10 * time.Millisecond) {
		k.mu.Lock()
		told = k.exited != nil
		k.mu.Unlock()
	}
	s := attached(t, k, 0)
	s.until(func() bool { return s.exit != nil })
	if *s.exit != 5 || string(s.output) != "bye\r\n" {
		t.Errorf("exit %d after %q", *s.exit, s.output)
	}
	<-done
}

func TestHangUpEndsWhatIgnoresIt(t *testing.T) {
	k, done := kept(t, hasty, "/bin/sh", "-c", "trap '' HUP; echo ready; while :; do sleep 60; done")
	s := attached(t, k, 0)
	s.says("ready")
	s.send(kindHangUp, nil)
	s.until(func() bool { return s.exit != nil })
	if *s.exit != 128+9 {
		t.Errorf("exit %d", *s.exit)
	}
	<-done
}

func TestAnAbandonedShellIsHungUp(t *testing.T) {
	short := hasty
	short.abandoned, short.lastWords = 50*time.Millisecond, 50*time.Millisecond
	k, done := kept(t, short, "/bin/cat")
	attached(t, k, 0).out.Close()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("it still waits")
	}
}

func TestNonsenseEndsTheLineAlone(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/cat")
	for _, nonsense := range []string{"GET / HTTP/1.1\r\n\r\n", "\xff\xff\xff\xff\xff\xff", "I\x00\x00\x00\x01\xff", "R\x00\x00\x00\x00", "A\x00\x00\x00\x00"} {
		s := attached(t, k, 0)
		if _, err := s.out.WriteString(nonsense); err != nil {
			t.Fatal(err)
		}
		s.out.Close()
		if s.until(func() bool { return false }) {
			t.Errorf("%q was taken", nonsense)
		}
	}
	s := attached(t, k, 0)
	s.input("", 0, "still here\n")
	s.says("still here\r\n")
}

func TestStreamsArriveThroughTheSocket(t *testing.T) {
	k, _ := kept(t, hasty, "/bin/cat")
	listener, err := net.ListenUnix("unix", address("sh-test"+itoa(os.Getpid())))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go k.listen(listener)
	in, theirOut, _ := os.Pipe()
	theirIn, out, _ := os.Pipe()
	stdin, stdout := os.Stdin, os.Stdout
	os.Stdin, os.Stdout = theirIn, theirOut
	left := make(chan error, 1)
	go func() { left <- attach("sh-test" + itoa(os.Getpid())) }()
	s := &server{t: t, in: in, out: out, acks: map[string]uint64{}}
	s.send(kindAttach, make([]byte, 12))
	s.input("", 0, "by socket\n")
	s.says("by socket\r\n")
	out.Close()
	if err := <-left; err != nil {
		t.Error(err)
	}
	os.Stdin, os.Stdout = stdin, stdout
}

func TestRingKeepsTheNewest(t *testing.T) {
	r := newRing(64)
	var whole []byte
	random := rand.New(rand.NewSource(1))
	for range 500 {
		piece := make([]byte, random.Intn(100))
		for i := range piece {
			piece[i] = byte(random.Intn(256))
		}
		r.add(piece)
		whole = append(whole, piece...)
		asked := uint64(random.Intn(len(whole) + 10))
		from, got := r.since(asked)
		if from != min(max(asked, uint64(max(0, len(whole)-64))), uint64(len(whole))) || !bytes.Equal(got, whole[from:]) {
			t.Fatalf("asked %d of %d: from %d, %d bytes", asked, len(whole), from, len(got))
		}
	}
}

func TestWritersAreForgottenInTurn(t *testing.T) {
	var w writers
	for i := range maxWriters + 1 {
		if !w.isNew(numbered{"w" + itoa(i), 1}) {
			t.Fatal(i)
		}
	}
	if len(w.all()) != maxWriters || w.isNew(numbered{"w1", 1}) || !w.isNew(numbered{"w1", 2}) || !w.isNew(numbered{"w0", 1}) {
		t.Errorf("%v", w.all())
	}
	if !w.isNew(numbered{"", 0}) || !w.isNew(numbered{"", 0}) {
		t.Error("input without a writer must always pass")
	}
}
