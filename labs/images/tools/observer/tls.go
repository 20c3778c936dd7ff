package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math"
	"time"
)

type tlsQuestion struct {
	place
	Host          string `json:"host"`
	Port          int    `json:"port"`
	ServerName    string `json:"serverName"`
	CA            string `json:"ca"`
	Cert          string `json:"cert"`
	Key           string `json:"key"`
	MinVersion    string `json:"minVersion"`
	MaxVersion    string `json:"maxVersion"`
	ForeignClient bool   `json:"foreignClient"`
	Send          string `json:"send"`
}

type tlsAnswer struct {
	Kind           string `json:"kind"`
	Outcome        string `json:"outcome"`
	Version        string `json:"version,omitempty"`
	Cipher         string `json:"cipher,omitempty"`
	Chain          *bool  `json:"chain,omitempty"`
	ChainDetail    string `json:"chainDetail,omitempty"`
	AsksClientCert *bool  `json:"asksClientCert,omitempty"`
	Leaf           *leaf  `json:"leaf,omitempty"`
	Status         int    `json:"status,omitempty"`
	Body           string `json:"body"`
	Detail         string `json:"detail"`
}

// leaf is the certificate of the server itself.
type leaf struct {
	SAN        []string `json:"san"`
	CommonName string   `json:"commonName"`
	DaysLeft   int      `json:"daysLeft"`
}

const (
	accepted = "accepted"
	rejected = "rejected"
)

func (q tlsQuestion) name() string {
	if q.ServerName != "" {
		return q.ServerName
	}
	return q.Host
}

func (q tlsQuestion) look(ctx context.Context, s scene) any {
	asked := false
	config, err := q.config(&asked)
	if err != nil {
		return cannotTell("%v", err)
	}
	raw, failed := s.dial(ctx, q.Host, q.Port)
	if failed != nil {
		if failed.outcome == unresolved || failed.outcome == unclear {
			return cannotTell("%s", failed.detail)
		}
		return tlsAnswer{Kind: "tls", Outcome: failed.outcome, Detail: failed.detail}
	}
	defer raw.Close()
	conn := tls.Client(raw, config)
	answer := tlsAnswer{Kind: "tls"}
	if err := conn.HandshakeContext(ctx); err != nil {
		answer.Outcome, answer.Detail = outcomeOf(err), fmt.Sprintf("the handshake failed: %v", plain(err))
		if asked {
			answer.AsksClientCert = &asked
		}
		return answer
	}
	state := conn.ConnectionState()
	answer.Version, answer.Cipher = tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite)
	answer.AsksClientCert = &asked
	answer.Leaf = leafOf(state.PeerCertificates)
	if q.CA != "" {
		answer.verify(q, state.PeerCertificates)
	}
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return cannotTell("%v", err)
	}
	if q.Send != "" {
		answer.request(conn, q)
	} else {
		answer.settle(conn, asked)
	}
	return answer
}

// settle waits for a late refusal. In TLS 1.3 the client is done before the server has looked at its certificate,
// and learns from the first read what came of it.
func (a *tlsAnswer) settle(conn *tls.Conn, asked bool) {
	const lateRefusal = time.Second
	a.Outcome, a.Detail = accepted, "the handshake succeeded"
	if !asked || conn.ConnectionState().Version < tls.VersionTLS13 {
		return
	}
	if err := conn.SetReadDeadline(time.Now().Add(lateRefusal)); err != nil {
		return
	}
	_, err := conn.Read(make([]byte, 1))
	if err == nil || timedOut(err) {
		return
	}
	a.Outcome, a.Detail = rejected, fmt.Sprintf("refused after the handshake: %v", plain(err))
}

// outcomeOf an error of a connection that had been made: anything but silence is a refusal.
func outcomeOf(err error) string {
	if timedOut(err) {
		return blocked
	}
	return rejected
}

// verify judges the chain apart from the handshake, so that the other facts are there whatever comes of it.
func (a *tlsAnswer) verify(q tlsQuestion, chain []*x509.Certificate) {
	holds := false
	a.Chain = &holds
	err := verifyChain(q.CA, q.name(), chain)
	if err != nil {
		a.ChainDetail = err.Error()
		return
	}
	holds = true
}

func verifyChain(ca, name string, chain []*x509.Certificate) error {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(ca)) {
		return errors.New("the CA file holds no certificate")
	}
	if len(chain) == 0 {
		return errors.New("the server sent no certificate")
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	// Verify itself tells an address from a name.
	_, err := chain[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: name})
	return err
}

// leafOf a chain; days that have begun do not count, and an expired certificate has fewer than none.
func leafOf(chain []*x509.Certificate) *leaf {
	if len(chain) == 0 {
		return nil
	}
	names := append([]string{}, chain[0].DNSNames...)
	for _, address := range chain[0].IPAddresses {
		names = append(names, address.String())
	}
	const day = 24 * time.Hour
	left := math.Floor(float64(time.Until(chain[0].NotAfter)) / float64(day))
	return &leaf{SAN: names, CommonName: chain[0].Subject.CommonName, DaysLeft: int(left)}
}
