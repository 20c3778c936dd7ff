package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
)

type tlsCiphersQuestion struct {
	place
	Host       string `json:"host"`
	Port       int    `json:"port"`
	ServerName string `json:"serverName"`
}

type tlsCiphersAnswer struct {
	Kind     string   `json:"kind"`
	Accepted []string `json:"accepted"`
}

// look offers all suites, and again without those that were chosen, until the server refuses what is left. A server
// chooses before it proves who it is, so its choice is known without finishing a handshake, also for suites that no
// library of ours has.
func (q tlsCiphersQuestion) look(ctx context.Context, s scene) any {
	left := slices.Sorted(maps.Keys(suites))
	answer := tlsCiphersAnswer{Kind: "tlsCiphers", Accepted: []string{}}
	for len(left) > 0 {
		chosen, err := q.offer(ctx, s, left)
		if errors.Is(err, errNoneOfThem) {
			break
		}
		if err != nil {
			return cannotTell("%d suites were found, then: %v", len(answer.Accepted), err)
		}
		at := slices.Index(left, chosen)
		if at < 0 {
			return cannotTell("the server chose the suite %04x, which was not offered", chosen)
		}
		left = slices.Delete(left, at, at+1)
		answer.Accepted = append(answer.Accepted, suites[chosen])
	}
	slices.Sort(answer.Accepted)
	return answer
}

func (q tlsCiphersQuestion) offer(ctx context.Context, s scene, offered []uint16) (uint16, error) {
	conn, failed := s.dial(ctx, q.Host, q.Port)
	if failed != nil {
		return 0, failed
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return 0, err
	}
	name := q.ServerName
	if name == "" {
		name = q.Host
	}
	if _, err := conn.Write(clientHello(name, offered)); err != nil {
		return 0, plain(err)
	}
	return chosenSuite(conn)
}

// errNoneOfThem: the server takes none of the suites.
var errNoneOfThem = errors.New("none of the offered suites is taken")

const (
	recordAlert     = 21
	recordHandshake = 22
	alertWarning    = 1
	serverHello     = 2
)

// chosenSuite reads the server's hello, or its refusal: an alert, or the end of the connection.
func chosenSuite(conn net.Conn) (uint16, error) {
	for {
		kind, body, err := readRecord(conn)
		switch {
		case errors.Is(err, errNotTLS):
			return 0, err
		case err != nil && timedOut(err):
			return 0, plain(err)
		case err != nil:
			return 0, errNoneOfThem
		case kind == recordAlert && len(body) == 2 && body[0] == alertWarning:
			continue // such as a name that it does not know
		case kind == recordAlert:
			return 0, errNoneOfThem
		}
		return suiteOf(body)
	}
}

var errNotTLS = errors.New("what the server says is not TLS")

func readRecord(conn net.Conn) (byte, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return 0, nil, err
	}
	const major = 3
	if (head[0] != recordAlert && head[0] != recordHandshake) || head[1] != major {
		return 0, nil, errNotTLS
	}
	body := make([]byte, int(head[3])<<8|int(head[4]))
	_, err := io.ReadFull(conn, body)
	return head[0], body, err
}

// suiteOf a server's hello: its head, version, random number and session come before the suite.
func suiteOf(body []byte) (uint16, error) {
	const session = 4 + 2 + 32
	if len(body) <= session || body[0] != serverHello {
		return 0, errNotTLS
	}
	at := session + 1 + int(body[session])
	if len(body) < at+2 {
		return 0, fmt.Errorf("the server's hello is cut off: %w", errNotTLS)
	}
	return uint16(body[at])<<8 | uint16(body[at+1]), nil
}
