package main

import (
	"bytes"
	"io"
	"os"
	"sync"
)

// windowBytes may be on their way to the server.
const windowBytes = 128 * 1024

// line is one attachment: the streams of a process that the server started.
type line struct {
	in  io.ReadCloser
	out io.WriteCloser
	// whole makes every frame leave in one piece, in order.
	whole sync.Mutex
	once  sync.Once
	// gone is closed when the line has ended, by whichever side.
	gone chan struct{}
	// room is what may be sent before the server says that it took some: little is then on its way when somebody presses Ctrl-C.
	room *sync.Cond
	owed int
	// acks wakes the one who tells what was typed.
	acks chan struct{}
}

func newLine(in io.ReadCloser, out io.WriteCloser) *line {
	room := sync.NewCond(&sync.Mutex{})
	return &line{in: in, out: out, gone: make(chan struct{}), room: room, acks: make(chan struct{}, 1)}
}

// send waits while the server takes nothing. Closing the line ends the wait.
func (l *line) send(frames ...[]byte) bool {
	l.whole.Lock()
	defer l.whole.Unlock()
	return l.write(frames...)
}

// output waits for room, then sends, behind what else there then is.
func (l *line) output(offset uint64, data []byte, more func() [][]byte) {
	l.room.L.Lock()
	for l.owed >= windowBytes && !l.closed() {
		l.room.Wait()
	}
	l.owed += len(data)
	l.room.L.Unlock()
	l.send(append(more(), outputFrame(offset, data))...)
}

// taken makes room. Whoever claims more than was sent is believed up to that.
func (l *line) taken(bytes int) {
	l.room.L.Lock()
	l.owed -= min(bytes, l.owed)
	l.room.L.Unlock()
	l.room.Broadcast()
}

func (l *line) closed() bool {
	select {
	case <-l.gone:
		return true
	default:
		return false
	}
}

// write makes one write of them: each wakes whoever stands between here and the server.
func (l *line) write(frames ...[]byte) bool {
	if len(frames) == 0 {
		return true
	}
	whole := frames[0]
	if len(frames) > 1 {
		whole = bytes.Join(frames, nil)
	}
	if _, err := l.out.Write(whole); err != nil {
		l.close()
		return false
	}
	return true
}

func (l *line) close() {
	l.once.Do(func() {
		close(l.gone)
		l.in.Close()
		l.out.Close()
		l.room.Broadcast()
	})
}

// wake asks for an acknowledgement without waiting for it: typing must go on while output is braked.
func (l *line) wake() {
	select {
	case l.acks <- struct{}{}:
	default:
	}
}

// ownStreams are those that the keeper was started with. From then on they are the line's.
func ownStreams() (*line, error) {
	in, err := pollable(os.Stdin)
	if err != nil {
		return nil, err
	}
	out, err := pollable(os.Stdout)
	if err != nil {
		return nil, err
	}
	// As long as anybody holds it, the engine thinks that more may come.
	if err := silence(os.Stderr); err != nil {
		return nil, err
	}
	return newLine(in, out), nil
}
