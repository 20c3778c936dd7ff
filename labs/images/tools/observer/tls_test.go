package main

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func tlsServer(t *testing.T, config *tls.Config) (tlsQuestion, *httptest.Server) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("hello"))
	}))
	server.TLS = config
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	port := server.Listener.Addr().(*net.TCPAddr).Port
	return tlsQuestion{place: place{TimeoutMs: 3000}, Host: "127.0.0.1", Port: port, Send: "/"}, server
}

func tlsAsked(t *testing.T, q tlsQuestion) tlsAnswer {
	t.Helper()
	answer, ok := q.look(t.Context(), scene{machine: real(), pid: 1}).(tlsAnswer)
	if !ok {
		t.Fatalf("%+v was not answered", q)
	}
	return answer
}

func TestTLSVerifiesTheChainApartFromTheHandshake(t *testing.T) {
	q, server := tlsServer(t, &tls.Config{})
	q.CA = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	q.ServerName = "example.com"
	got := tlsAsked(t, q)
	if got.Outcome != accepted || got.Status != 200 || got.Body != "hello" || !*got.Chain || *got.AsksClientCert {
		t.Errorf("%+v", got)
	}
	q.ServerName = "elsewhere.test"
	if got := tlsAsked(t, q); got.Outcome != accepted || *got.Chain || got.ChainDetail == "" || got.Version != "TLS 1.3" {
		t.Errorf("wrong name: %+v", got)
	}
}

func TestTLSHandshakesWithExactlyTheVersionsAsked(t *testing.T) {
	q, _ := tlsServer(t, &tls.Config{MinVersion: tls.VersionTLS12})
	q.MinVersion, q.MaxVersion = "1.2", "1.2"
	if got := tlsAsked(t, q); got.Version != "TLS 1.2" {
		t.Errorf("%+v", got)
	}
	q.MinVersion, q.MaxVersion = "1.0", "1.1"
	if got := tlsAsked(t, q); got.Outcome != rejected {
		t.Errorf("%+v", got)
	}
}

func TestTLSSeesTheRefusalOfClientsInEitherVersion(t *testing.T) {
	for _, version := range []string{"1.2", "1.3"} {
		q, _ := tlsServer(t, &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: x509.NewCertPool()})
		q.MinVersion, q.MaxVersion = version, version
		for _, foreign := range []bool{false, true} {
			for _, send := range []string{"", "/"} {
				q.ForeignClient, q.Send = foreign, send
				got := tlsAsked(t, q)
				if got.Outcome != rejected || got.AsksClientCert == nil || !*got.AsksClientCert {
					t.Errorf("TLS %s, foreign %v, send %q: %+v", version, foreign, send, got)
				}
			}
		}
	}
}

func TestTLSOptionalClientCertificateIsAskedForButNotNeeded(t *testing.T) {
	q, _ := tlsServer(t, &tls.Config{ClientAuth: tls.RequestClientCert})
	q.Send = ""
	if got := tlsAsked(t, q); got.Outcome != accepted || !*got.AsksClientCert {
		t.Errorf("%+v", got)
	}
}

func TestTLSNamesTheSubjectOfTheServer(t *testing.T) {
	certificate := &x509.Certificate{Subject: pkix.Name{CommonName: "ledger"}, NotAfter: time.Now().Add(50 * time.Hour)}
	got := leafOf([]*x509.Certificate{certificate, {}})
	if got.CommonName != "ledger" || got.DaysLeft != 2 || len(got.SAN) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestTLSToAClosedPortIsRefused(t *testing.T) {
	q := tlsQuestion{place: place{TimeoutMs: 1000}, Host: "127.0.0.1", Port: closedPort(t)}
	if got := tlsAsked(t, q); got.Outcome != refused {
		t.Errorf("%+v", got)
	}
}
