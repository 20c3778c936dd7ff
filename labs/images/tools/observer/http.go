package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const maxBody = 64 << 10

type httpQuestion struct {
	place
	URL string `json:"url"`
	// Connect is where the address leads; empty: to its own host and port.
	Connect  string            `json:"connect"`
	Method   string            `json:"method"`
	Headers  map[string]string `json:"headers"`
	Body     string            `json:"body"`
	CA       string            `json:"ca"`
	Cert     string            `json:"cert"`
	Key      string            `json:"key"`
	MaxBytes int64             `json:"maxBytes"`
}

type httpAnswer struct {
	Kind    string            `json:"kind"`
	Outcome string            `json:"outcome"`
	Status  int               `json:"status,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    string            `json:"body"`
	Detail  string            `json:"detail"`
}

func (q httpQuestion) look(ctx context.Context, s scene) any {
	request, err := q.request(ctx)
	if err != nil {
		return cannotTell("%v", err)
	}
	config, err := q.config(request.URL.Hostname())
	if err != nil {
		return cannotTell("%v", err)
	}
	transport := &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return s.dialAddress(ctx, cmp.Or(q.Connect, address))
		},
		DialTLSContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return s.dialTLS(ctx, cmp.Or(q.Connect, address), config)
		},
	}
	// RoundTrip follows no redirection: the answer is what this address said.
	response, err := transport.RoundTrip(request)
	if err != nil {
		return httpFailed(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, q.maxBytes()))
	answer := httpAnswer{Kind: "http", Outcome: "answered", Status: response.StatusCode, Body: string(body)}
	answer.Headers, answer.Detail = plainHeaders(response.Header), response.Status
	if err != nil {
		answer.Detail += fmt.Sprintf(", but the body broke off: %v", plain(err))
	}
	return answer
}

func (q httpQuestion) request(ctx context.Context) (*http.Request, error) {
	to, err := url.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	if (to.Scheme != "http" && to.Scheme != "https") || to.Host == "" {
		return nil, fmt.Errorf("%q is not an http or https address", q.URL)
	}
	request, err := http.NewRequestWithContext(ctx, q.Method, q.URL, strings.NewReader(q.Body))
	if err != nil {
		return nil, err
	}
	for name, value := range q.Headers {
		request.Header.Set(name, value)
	}
	// Go takes the host from here and ignores the header.
	if host := request.Header.Get("Host"); host != "" {
		request.Host = host
	}
	return request, nil
}

func (q httpQuestion) maxBytes() int64 {
	if q.MaxBytes > 0 {
		return q.MaxBytes
	}
	return maxBody
}

// plainHeaders have lower-case names and one value each.
func plainHeaders(header http.Header) map[string]string {
	plain := map[string]string{}
	for name, values := range header {
		plain[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	return plain
}

// config trusts exactly the CA that is given, and without one every certificate: whose it is, the tls question tells.
func (q httpQuestion) config(name string) (*tls.Config, error) {
	config := &tls.Config{ServerName: name, InsecureSkipVerify: q.CA == "", MinVersion: tls.VersionTLS10}
	if q.CA != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(q.CA)) {
			return nil, errors.New("the CA file holds no certificate")
		}
	}
	client, err := keyPair(q.Cert, q.Key)
	if err != nil {
		return nil, err
	}
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return client, nil }
	return config, nil
}

// httpFailed. A name that does not resolve counts as blocked: whoever called this address got no answer.
func httpFailed(err error) any {
	answer := httpAnswer{Kind: "http", Detail: plain(err).Error()}
	var failed *failure
	var handshake *handshakeError
	var alert *net.OpError
	switch {
	case errors.As(err, &failed):
		answer.Outcome, answer.Detail = failed.outcome, failed.detail
	case errors.As(err, &handshake):
		answer.Outcome, answer.Detail = "tls-error", handshake.Error()
	case errors.As(err, &alert) && alert.Op == "remote error":
		// In TLS 1.3 a server looks at the client's certificate when the client is done already.
		answer.Outcome, answer.Detail = "tls-error", fmt.Sprintf("refused after the TLS handshake: %v", alert.Err)
	default:
		answer.Outcome = judge(err)
	}
	if answer.Outcome == unresolved {
		answer.Outcome = blocked
	}
	if answer.Outcome == unclear {
		return cannotTell("%s", answer.Detail)
	}
	return answer
}

func (s scene) dialAddress(ctx context.Context, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(service)
	if err != nil {
		return nil, err
	}
	conn, failed := s.dial(ctx, host, port)
	if failed != nil {
		return nil, failed
	}
	return conn, nil
}

// handshakeError keeps a failed handshake apart from a failed connection.
type handshakeError struct{ cause error }

func (e *handshakeError) Error() string { return fmt.Sprintf("the TLS handshake failed: %v", e.cause) }

func (s scene) dialTLS(ctx context.Context, address string, config *tls.Config) (net.Conn, error) {
	raw, err := s.dialAddress(ctx, address)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		raw.Close()
		if timedOut(err) {
			return nil, &failure{blocked, "the TLS handshake got no answer in time"}
		}
		return nil, &handshakeError{err}
	}
	return conn, nil
}
