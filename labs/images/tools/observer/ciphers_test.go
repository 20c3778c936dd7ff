package main

import (
	"crypto/tls"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func ciphersOf(t *testing.T, q tlsQuestion) any {
	t.Helper()
	question := tlsCiphersQuestion{place: q.place, Host: q.Host, Port: q.Port, ServerName: q.ServerName}
	return question.look(t.Context(), scene{machine: real(), pid: 1})
}

func TestCiphersAreExactlyThoseThatTheServerTakes(t *testing.T) {
	wanted := []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_128_CBC_SHA}
	var names []string
	for _, id := range wanted {
		names = append(names, tls.CipherSuiteName(id))
	}
	slices.Sort(names)
	for _, highest := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		q, _ := tlsServer(t, &tls.Config{CipherSuites: wanted, MaxVersion: highest})
		got, ok := ciphersOf(t, q).(tlsCiphersAnswer)
		if !ok || !slices.Equal(got.Accepted, names) {
			t.Errorf("%+v, want %v", got, names)
		}
	}
}

func TestCiphersOfAServerThatOnlySpeaksTLS13AreNone(t *testing.T) {
	q, _ := tlsServer(t, &tls.Config{MinVersion: tls.VersionTLS13})
	if got, ok := ciphersOf(t, q).(tlsCiphersAnswer); !ok || len(got.Accepted) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestCiphersOfWhatDoesNotSpeakTLSAreUnknown(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	q := tlsQuestion{place: place{TimeoutMs: 3000}, Host: "127.0.0.1", Port: server.Listener.Addr().(*net.TCPAddr).Port}
	if got, ok := ciphersOf(t, q).(unknown); !ok {
		t.Errorf("%+v", got)
	}
	q.Port = closedPort(t)
	if got, ok := ciphersOf(t, q).(unknown); !ok {
		t.Errorf("%+v", got)
	}
}

func TestSuitesCoverThoseOfTheLibrary(t *testing.T) {
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if slices.Contains(suite.SupportedVersions, tls.VersionTLS12) && suites[suite.ID] != suite.Name {
			t.Errorf("%04x is %q, want %q", suite.ID, suites[suite.ID], suite.Name)
		}
	}
}

func TestTLSTellsTheServersCertificate(t *testing.T) {
	q, _ := tlsServer(t, &tls.Config{})
	got := tlsAsked(t, q)
	if got.Leaf == nil || !slices.Contains(got.Leaf.SAN, "example.com") || !slices.Contains(got.Leaf.SAN, "127.0.0.1") || got.Leaf.DaysLeft < 1 {
		t.Errorf("%+v", got.Leaf)
	}
}

func TestHTTPTrustsTheCAThatItIsGivenAndShowsItsCertificate(t *testing.T) {
	_, server := tlsServer(t, &tls.Config{ClientAuth: tls.RequireAnyClientCert})
	ca := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	ask := func(q httpQuestion) any {
		q.place, q.URL, q.Method = place{TimeoutMs: 2000}, server.URL, "GET"
		return q.look(t.Context(), scene{machine: real(), pid: 1})
	}
	if got := ask(httpQuestion{CA: ca}).(httpAnswer); got.Outcome == "answered" {
		t.Errorf("without a client certificate: %+v", got)
	}
	pair := pemPair(t)
	if got := ask(httpQuestion{CA: ca, Cert: pair.cert, Key: pair.key}).(httpAnswer); got.Status != 200 || got.Body != "hello" {
		t.Errorf("with one: %+v", got)
	}
	if got := ask(httpQuestion{CA: pair.cert, Cert: pair.cert, Key: pair.key}).(httpAnswer); got.Outcome != "tls-error" {
		t.Errorf("another CA: %+v", got)
	}
}
