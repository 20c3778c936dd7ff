package main

import (
	"syscall"
	"time"
)

// hangUpShell does what a terminal does when its line is cut; what is still there a moment later is killed, but for jobs that
// were told to survive. It returns when that is done.
func (k *keeper) hangUpShell() {
	k.hanging.Lock()
	defer k.hanging.Unlock()
	group := foreground(k.master)
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGCONT} {
		k.signal(group, signal)
	}
	for end := time.Now().Add(k.hangUp); time.Now().Before(end) && k.signal(group, 0); {
		time.Sleep(k.drain)
	}
	k.signal(group, syscall.SIGKILL)
}

// signal reaches the shell, unless it has ended, and the group in its foreground; false when there was neither.
func (k *keeper) signal(group int, signal syscall.Signal) bool {
	reached := false
	select {
	case <-k.ended:
	default:
		reached = syscall.Kill(k.pid, signal) == nil
	}
	if group > 1 && syscall.Kill(-group, signal) == nil {
		reached = true
	}
	return reached
}

// end is called once the shell has ended: what it said last is read, then the end is told.
func (k *keeper) end(code int, pumped <-chan struct{}) {
	close(k.ended)
	k.lastBytes(pumped)
	k.mu.Lock()
	k.exited = &code
	to := k.current
	k.mu.Unlock()
	if to != nil {
		k.tell(to, code)
	}
	// Whoever ended it wants the foreground gone too.
	k.hanging.Lock()
	defer k.hanging.Unlock()
	select {
	case <-k.told:
	case <-time.After(k.lastWords):
	}
}

// lastBytes waits until nothing more comes. A job in the background may hold the terminal and speak for ever.
func (k *keeper) lastBytes(pumped <-chan struct{}) {
	for rounds := 0; rounds < 20; rounds++ {
		k.mu.Lock()
		before := k.kept.end
		k.mu.Unlock()
		select {
		case <-pumped:
			return
		case <-time.After(k.drain):
		}
		k.mu.Lock()
		quiet := before == k.kept.end
		k.mu.Unlock()
		if quiet {
			return
		}
	}
}

func (k *keeper) tell(to *line, code int) {
	if to.send(exitedFrame(code)) {
		k.once.Do(func() { close(k.told) })
	}
}
