package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// errNoName: a server says that the name does not exist, or has no address.
var errNoName = errors.New("there is no such name")

// silence: no name server answered, for this reason.
type silence struct{ error }

const (
	// resendAfter is short, since name servers of a lab are near; a lost packet must not cost the whole time.
	resendAfter = time.Second
	maxAttempts = 3
)

// askServers asks for the IPv4 addresses of a full name, and for IPv6 ones where there are none.
func askServers(ctx context.Context, servers []string, name string) ([]netip.Addr, error) {
	var err error
	for _, kind := range []dnsmessage.Type{dnsmessage.TypeA, dnsmessage.TypeAAAA} {
		var found []netip.Addr
		if found, err = askInTurn(ctx, servers, name, kind); err == nil {
			return found, nil
		}
		if !errors.Is(err, errNoName) {
			return nil, err
		}
	}
	return nil, err
}

func askInTurn(ctx context.Context, servers []string, name string, kind dnsmessage.Type) ([]netip.Addr, error) {
	var last error
	for attempt := range max(maxAttempts, len(servers)) {
		server := withPort(servers[attempt%len(servers)])
		found, err := askOnce(ctx, "udp", server, name, kind)
		if err == nil || errors.Is(err, errNoName) {
			return found, err
		}
		if last = fmt.Errorf("%s: %w", server, err); ctx.Err() != nil {
			break
		}
	}
	return nil, last
}

func withPort(server string) string {
	if _, _, err := net.SplitHostPort(server); err == nil {
		return server
	}
	return net.JoinHostPort(server, "53")
}

func askOnce(ctx context.Context, network, server, name string, kind dnsmessage.Type) ([]netip.Addr, error) {
	ctx, cancel := context.WithTimeout(ctx, resendAfter)
	defer cancel()
	query, id, err := encodeQuery(name, kind)
	if err != nil {
		return nil, err
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, server)
	if err != nil {
		return nil, silence{plain(err)}
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	reply, err := exchange(conn, network, query, id)
	if err != nil {
		return nil, silence{plain(err)}
	}
	if reply.Truncated && network == "udp" {
		return askOnce(ctx, "tcp", server, name, kind)
	}
	return addressesIn(reply)
}

func encodeQuery(name string, kind dnsmessage.Type) ([]byte, uint16, error) {
	encoded, err := dnsmessage.NewName(name)
	if err != nil {
		return nil, 0, fmt.Errorf("%q is not a name: %w", name, err)
	}
	id := uint16(rand.Uint32())
	query := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: id, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: encoded, Type: kind, Class: dnsmessage.ClassINET}},
	}
	packed, err := query.Pack()
	return packed, id, err
}

func exchange(conn net.Conn, network string, query []byte, id uint16) (dnsmessage.Message, error) {
	var reply dnsmessage.Message
	if network == "tcp" {
		query = append(binary.BigEndian.AppendUint16(nil, uint16(len(query))), query...)
	}
	if _, err := conn.Write(query); err != nil {
		return reply, err
	}
	for {
		packet, err := readPacket(conn, network)
		if err != nil {
			return reply, err
		}
		// Late answers to an earlier try have another id.
		if reply.Unpack(packet) == nil && reply.ID == id && reply.Response {
			return reply, nil
		}
	}
}

func readPacket(conn net.Conn, network string) ([]byte, error) {
	packet := make([]byte, 1<<16)
	if network == "udp" {
		n, err := conn.Read(packet)
		return packet[:n], err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return nil, err
	}
	n, err := io.ReadFull(conn, packet[:binary.BigEndian.Uint16(size[:])])
	return packet[:n], err
}

func addressesIn(reply dnsmessage.Message) ([]netip.Addr, error) {
	switch reply.RCode {
	case dnsmessage.RCodeSuccess, dnsmessage.RCodeNameError:
	default:
		return nil, fmt.Errorf("the name server answered %s", reply.RCode)
	}
	var found []netip.Addr
	for _, record := range reply.Answers {
		switch body := record.Body.(type) {
		case *dnsmessage.AResource:
			found = append(found, netip.AddrFrom4(body.A))
		case *dnsmessage.AAAAResource:
			found = append(found, netip.AddrFrom16(body.AAAA))
		}
	}
	if len(found) == 0 {
		return nil, errNoName
	}
	return found, nil
}
