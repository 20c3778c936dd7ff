package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	open    = "open"
	blocked = "blocked"
	refused = "refused"
	// unresolved: the name has no address, so nothing was sent to the target.
	unresolved = "unresolved"
	// unclear: the failure says nothing about the target.
	unclear = "unclear"
)

// failure is a connection that did not come about, or broke.
type failure struct{ outcome, detail string }

func (f *failure) Error() string { return f.detail }

func (s scene) dial(ctx context.Context, host string, port int) (net.Conn, *failure) {
	addresses, err := s.addresses(ctx, host)
	if err != nil {
		return nil, &failure{unresolved, err.Error()}
	}
	failed := &failure{unresolved, host + " has no address"}
	for _, address := range addresses {
		at := net.JoinHostPort(address.String(), strconv.Itoa(port))
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", at)
		if err == nil {
			return conn, nil
		}
		failed = &failure{judge(err), fmt.Sprintf("%s: %v", at, plain(err))}
	}
	return nil, failed
}

// judge sorts a connection's error. A firewall may drop, or answer with ICMP, which arrives as one of the named errors.
func judge(err error) string {
	switch {
	case errors.Is(err, unix.ECONNREFUSED), errors.Is(err, unix.ECONNRESET), errors.Is(err, unix.EPIPE):
		return refused
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return refused
	case errors.Is(err, unix.EHOSTUNREACH), errors.Is(err, unix.ENETUNREACH),
		errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM), timedOut(err):
		return blocked
	}
	return unclear
}

// plain drops the addresses and ports of our own end, which mean nothing to a reader.
func plain(err error) error {
	if timedOut(err) {
		return errors.New("no answer in time")
	}
	var number unix.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}
