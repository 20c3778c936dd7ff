package main

import "context"

type dnsQuestion struct {
	place
	Name   string `json:"name"`
	Server string `json:"server"`
}

type dnsAnswer struct {
	Kind      string   `json:"kind"`
	Outcome   string   `json:"outcome"`
	Addresses []string `json:"addresses"`
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
		return dnsAnswer{Kind: "dns", Outcome: "fails", Addresses: []string{}, Detail: err.Error()}
	}
	answer := dnsAnswer{Kind: "dns", Outcome: "resolves", Addresses: []string{}}
	for _, address := range found {
		answer.Addresses = append(answer.Addresses, address.String())
	}
	return answer
}
