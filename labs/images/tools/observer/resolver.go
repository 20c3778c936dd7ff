package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// resolver looks names up as the processes of a scene would, from their own configuration. Go's resolver would read
// the observer's.
type resolver struct {
	servers []string
	search  []string
	ndots   int
	hosts   map[string][]netip.Addr
}

func (s scene) resolver() (resolver, error) {
	conf, err := s.readIn(s.pid, "/etc/resolv.conf")
	if err != nil {
		return resolver{}, err
	}
	r := parseResolvConf(conf)
	// A machine without a hosts file has no static names.
	if hosts, err := s.readIn(s.pid, "/etc/hosts"); err == nil {
		r.hosts = parseHosts(hosts)
	}
	return r, nil
}

func parseResolvConf(text string) resolver {
	r := resolver{ndots: 1}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		switch fields[0] {
		case "nameserver":
			r.servers = append(r.servers, fields[1])
		case "search", "domain":
			r.search = fields[1:]
		case "options":
			for _, option := range fields[1:] {
				if n, ok := strings.CutPrefix(option, "ndots:"); ok {
					if ndots, err := strconv.Atoi(n); err == nil {
						r.ndots = ndots
					}
				}
			}
		}
	}
	return r
}

func parseHosts(text string) map[string][]netip.Addr {
	hosts := map[string][]netip.Addr{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		address, err := netip.ParseAddr(fields[0])
		if err != nil {
			continue
		}
		for _, name := range fields[1:] {
			name = strings.ToLower(name)
			hosts[name] = append(hosts[name], address)
		}
	}
	return hosts
}

// candidates are the full names to try, in the order of the C library.
func (r resolver) candidates(name string) []string {
	if strings.HasSuffix(name, ".") {
		return []string{name}
	}
	var searched []string
	for _, domain := range r.search {
		searched = append(searched, name+"."+strings.TrimSuffix(domain, ".")+".")
	}
	if strings.Count(name, ".") >= r.ndots {
		return append([]string{name + "."}, searched...)
	}
	return append(searched, name+".")
}

// lookUp asks the name servers. Its error says what they answered, or that they did not.
func (r resolver) lookUp(ctx context.Context, name string) ([]netip.Addr, error) {
	if len(r.servers) == 0 {
		return nil, errors.New("resolv.conf names no name server")
	}
	var last error
	for _, full := range r.candidates(name) {
		addresses, err := askServers(ctx, r.servers, full)
		if err == nil {
			return addresses, nil
		}
		last = err
		if !errors.Is(err, errNoName) {
			break // the C library does not try further names when a server fails
		}
	}
	return nil, fmt.Errorf("%s: %w", name, last)
}

// addresses finds where to connect to for a name or an address.
func (s scene) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	r, err := s.resolver()
	if err != nil {
		return nil, err
	}
	if static := r.hosts[strings.ToLower(strings.TrimSuffix(host, "."))]; len(static) > 0 {
		return static, nil
	}
	return r.lookUp(ctx, host)
}
