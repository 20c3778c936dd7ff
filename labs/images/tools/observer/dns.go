package main

import (
	"context"
	"errors"
)

type dnsQuestion struct {
	place
	Name   string `json:"name"`
	Server string `json:"server"`
}

type dnsAnswer struct {
	Kind      string   `json:"kind"`
	Outcome   string   `json:"outcome"`
	Addresses []string `json:"addresses"`
	Servers   []string `json:"servers"`
	Detail    string   `json:"detail"`
}

// look asks name servers only: a line in a hosts file does not make a name resolve in DNS.
func (q dnsQuestion) look(ctx context.Context, s scene) any {
	r, err := s.resolver()
	if err != nil {
		return cannotTell("the resolver's configuration could not be read: %v", err)
	}
	if q.Server != "" {
		r.servers = []string{q.Server}
	}
	if len(r.servers) == 0 {
		return cannotTell("resolv.conf names no name server")
	}
	found, err := r.lookUp(ctx, q.Name)
	if err != nil {
		outcome := "fails"
		if errors.As(err, new(silence)) {
			outcome = "silent"
		}
		return dnsAnswer{Kind: "dns", Outcome: outcome, Addresses: []string{}, Servers: r.servers, Detail: err.Error()}
	}
	answer := dnsAnswer{Kind: "dns", Outcome: "resolves", Addresses: []string{}, Servers: r.servers}
	for _, address := range found {
		answer.Addresses = append(answer.Addresses, address.String())
	}
	return answer
}
