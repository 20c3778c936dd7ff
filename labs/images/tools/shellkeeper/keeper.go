package main

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

const (
	// keptBytes of the newest output wait for a server that comes back.
	keptBytes = 512 * 1024
	// Input that the shell has not read yet; the server sends less.
	queuedBytes = 1024 * 1024
	// readBytes is more than a terminal gives at once.
	readBytes = 32 * 1024
	// muchBytes at once are no echo: more follows.
	muchBytes = 2 * 1024
)

// patience: how long a keeper does what nobody asks for any more. Variables of a keeper, for its tests.
type patience struct {
	// abandoned: nobody has attached for so long; the shell is hung up.
	abandoned time.Duration
	// unclaimed: whoever started it has never attached.
	unclaimed time.Duration
	// lastWords: a shell has ended and no server has heard it yet.
	lastWords time.Duration
	// drain: the end of a shell is told so long after its last byte.
	drain time.Duration
	// hangUp: what does not end by itself is killed.
	hangUp time.Duration
	// alone: what was typed is acknowledged together with its echo, and alone after that long. Both wake everybody on the way to
	// the page, and the echo is what somebody waits for.
	alone time.Duration
	// gather: after much, so long is waited for more before it is sent.
	gather time.Duration
}

var usual = patience{
	abandoned: 24 * time.Hour,
	unclaimed: time.Minute,
	lastWords: 10 * time.Minute,
	drain:     50 * time.Millisecond,
	hangUp:    1500 * time.Millisecond,
	alone:     5 * time.Millisecond,
	gather:    time.Millisecond,
}

// piece is input on its way to the shell.
type piece struct {
	numbered
	data []byte
}

type keeper struct {
	patience
	master *os.File
	pid    int

	mu      sync.Mutex
	size    size
	kept    *ring
	typed   writers
	queued  int
	current *line
	// exited is set once the shell has ended and everything it said is kept.
	exited *int
	// ended is closed once the process of the shell is gone, and its number may belong to another.
	ended chan struct{}
	// hanging is held while the shell is hung up.
	hanging sync.Mutex
	// told is closed when a server has heard of the end.
	told chan struct{}
	once sync.Once

	input chan piece
	// accepted is the newest piece of each writer that the shell's terminal has taken.
	accepted map[string]uint64
	lonely   *time.Timer
}

// newKeeper starts the command. Nothing is read of it before pump.
func newKeeper(p patience, at size, argv []string) (*keeper, *exec.Cmd, error) {
	master, terminal, err := openPty(at)
	if err != nil {
		return nil, nil, err
	}
	command, err := startOn(terminal, argv)
	if err != nil {
		master.Close()
		return nil, nil, err
	}
	k := &keeper{
		patience: p, master: master, pid: command.Process.Pid, size: at, kept: newRing(keptBytes),
		ended: make(chan struct{}), told: make(chan struct{}), input: make(chan piece, 4096), accepted: map[string]uint64{},
	}
	k.lonely = time.AfterFunc(p.unclaimed, k.hangUpShell)
	return k, command, nil
}

// pump moves what the shell says to the ring and to whoever is attached, which brakes it. Without anybody the shell goes on.
func (k *keeper) pump() {
	buffer := make([]byte, readBytes)
	for {
		n, err := k.master.Read(buffer)
		if n >= muchBytes && err == nil {
			n, err = k.gathered(buffer, n)
		}
		if n > 0 {
			k.say(buffer[:n])
		}
		if err != nil {
			return
		}
	}
}

// gathered fills the buffer: a terminal gives 4 KiB at once, and each piece that leaves by itself costs everybody on the way to
// the page as much as a large one.
func (k *keeper) gathered(buffer []byte, n int) (int, error) {
	if k.master.SetReadDeadline(time.Now().Add(k.gather)) != nil {
		return n, nil
	}
	defer k.master.SetReadDeadline(time.Time{})
	for n < len(buffer) {
		more, err := k.master.Read(buffer[n:])
		n += more
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func (k *keeper) say(data []byte) {
	k.mu.Lock()
	offset := k.kept.end
	k.kept.add(data)
	to := k.current
	k.mu.Unlock()
	if to != nil {
		to.output(offset, data, k.takeAccepted)
	}
}

// type hands input to the shell, in order, and tells what the terminal took.
func (k *keeper) typeInput() {
	for next := range k.input {
		_, err := k.master.Write(next.data)
		k.mu.Lock()
		k.queued -= len(next.data)
		if next.writer != "" {
			k.accepted[next.writer] = next.number
		}
		to := k.current
		k.mu.Unlock()
		if to != nil {
			to.wake()
		}
		if err != nil {
			return
		}
	}
}

// acknowledge runs for one line: it tells what no output has carried.
func (k *keeper) acknowledge(to *line) {
	for {
		select {
		case <-to.gone:
			return
		case <-to.acks:
		}
		select {
		case <-to.gone:
			return
		case <-time.After(k.alone):
		}
		to.send(k.takeAccepted()...)
	}
}

// takeAccepted is what is to be acknowledged, once.
func (k *keeper) takeAccepted() [][]byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	var frames [][]byte
	for writer, number := range k.accepted {
		frames = append(frames, acceptedFrame(writer, number))
	}
	clear(k.accepted)
	return frames
}

// serve is the life of one line: it takes the place of the one before it.
func (k *keeper) serve(l *line) {
	defer k.leave(l)
	kind, content, err := readFrame(l.in)
	if err != nil || kind != kindAttach {
		return
	}
	from, at, err := parseAttach(content)
	if err != nil {
		return
	}
	k.resize(at)
	go k.acknowledge(l)
	if !k.welcome(l, from) {
		return
	}
	for {
		kind, content, err := readFrame(l.in)
		if err != nil || k.obey(l, kind, content) != nil {
			return
		}
	}
}

// welcome sends what the line's server does not have yet. Output that comes meanwhile waits for it.
func (k *keeper) welcome(l *line, from uint64) bool {
	l.whole.Lock()
	k.mu.Lock()
	before := k.current
	k.current = l
	k.lonely.Stop()
	first, missed := k.kept.since(from)
	hello := helloFrame(first, k.kept.end, k.size, k.typed.all())
	exited := k.exited
	k.mu.Unlock()
	if before != nil {
		before.close()
	}
	ok := l.write(hello)
	for at := 0; ok && at < len(missed); at += readBytes {
		part := missed[at:min(at+readBytes, len(missed))]
		ok = l.write(outputFrame(first+uint64(at), part))
	}
	l.whole.Unlock()
	if ok && exited != nil {
		k.tell(l, *exited)
	}
	return ok
}

func (k *keeper) obey(from *line, kind byte, content []byte) error {
	switch kind {
	case kindInput:
		place, data, err := parseInput(content)
		if err != nil {
			return err
		}
		return k.enqueue(piece{place, data})
	case kindResize:
		at, err := parseSizeFrame(content)
		if err != nil {
			return err
		}
		k.resize(at)
		return nil
	case kindTaken:
		if len(content) != 4 {
			return errFrame
		}
		from.taken(int(binary.BigEndian.Uint32(content)))
		return nil
	case kindHangUp:
		go k.hangUpShell()
		return nil
	}
	return errFrame
}

func (k *keeper) enqueue(next piece) error {
	k.mu.Lock()
	full := k.queued+len(next.data) > queuedBytes || len(k.input) == cap(k.input)
	fresh := !full && k.typed.isNew(next.numbered)
	if fresh {
		k.queued += len(next.data)
		// There is room, and nobody else adds: this does not wait.
		k.input <- next
	}
	k.mu.Unlock()
	if full {
		return io.ErrShortBuffer
	}
	return nil
}

func (k *keeper) resize(to size) {
	if to.columns == 0 || to.rows == 0 {
		return
	}
	k.mu.Lock()
	k.size = to
	k.mu.Unlock()
	_ = setSize(k.master, to)
}

func (k *keeper) leave(l *line) {
	l.close()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.current == l {
		k.current = nil
		k.lonely.Reset(k.abandoned)
	}
}
