package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

const (
	tunnelCommand = "tunnel"
	dialTimeout   = 10 * time.Second
	tunnelChunk   = 32 << 10
)

// tunnel connects to one address of the lab and passes bytes both ways. The address is ":port", which is the machine itself, or
// "ip:port": names are not resolved, since whoever is root in the machine decides what they mean. The first line of out is
// "open", or "no" and the reason. Then come frames, four bytes of length before each; an empty one says that the other end
// has closed. The end of in closes the connection.
func tunnel(address string, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithTimeout(context.Background(), dialTimeout)
	defer cancel()
	conn, err := connectTo(ctx, address)
	if err != nil {
		_, err = fmt.Fprintf(out, "no %s\n", strings.ReplaceAll(plain(err).Error(), "\n", " "))
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(out, "open\n"); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(conn, in)
		conn.Close()
	}()
	return frames(conn, out)
}

func frames(from io.Reader, out io.Writer) error {
	buffer := make([]byte, 4+tunnelChunk)
	for {
		n, err := from.Read(buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer, uint32(n))
			if _, err := out.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			// A connection that breaks is for the other side the same as one that ends: what is missing, its protocol tells.
			_, err := out.Write([]byte{0, 0, 0, 0})
			return err
		}
	}
}

func connectTo(ctx context.Context, address string) (net.Conn, error) {
	port, isSelf := strings.CutPrefix(address, ":")
	if !isSelf {
		target, err := netip.ParseAddrPort(address)
		if err != nil {
			return nil, err
		}
		return new(net.Dialer).DialContext(ctx, "tcp", target.String())
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, fmt.Errorf("%q is no port", port)
	}
	failed := errors.New("the machine has no address")
	for _, host := range ownAddresses() {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(host, port))
		if err == nil {
			return conn, nil
		}
		failed = err
	}
	return nil, failed
}

// ownAddresses of the machine: loopback first, where most services listen too.
func ownAddresses() []string {
	own := []string{"127.0.0.1", "::1"}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return own
	}
	for _, address := range addresses {
		network, ok := address.(*net.IPNet)
		if ok && network.IP.IsGlobalUnicast() {
			own = append(own, network.IP.String())
		}
	}
	return own
}
