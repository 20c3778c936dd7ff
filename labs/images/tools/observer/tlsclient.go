package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"
)

var versions = map[string]uint16{
	"1.0": tls.VersionTLS10,
	"1.1": tls.VersionTLS11,
	"1.2": tls.VersionTLS12,
	"1.3": tls.VersionTLS13,
}

// config of a client that takes whatever the server offers: a probe must also get to talk to a weak server.
// asked becomes true when the server asks for a client certificate.
func (q tlsQuestion) config(asked *bool) (*tls.Config, error) {
	client, err := q.client()
	if err != nil {
		return nil, err
	}
	config := &tls.Config{
		ServerName:         q.name(),
		InsecureSkipVerify: true,
		MinVersion:         tls.VersionTLS10,
		MaxVersion:         tls.VersionTLS13,
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			*asked = true
			return client, nil
		},
	}
	for _, suite := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		config.CipherSuites = append(config.CipherSuites, suite.ID)
	}
	if err := setVersion(&config.MinVersion, q.MinVersion); err != nil {
		return nil, err
	}
	if err := setVersion(&config.MaxVersion, q.MaxVersion); err != nil {
		return nil, err
	}
	return config, nil
}

func setVersion(into *uint16, text string) error {
	if text == "" {
		return nil
	}
	version, ok := versions[text]
	if !ok {
		return fmt.Errorf("there is no TLS version %q", text)
	}
	*into = version
	return nil
}

// client is the certificate to present; without one it is empty, which tells the server that there is none.
func (q tlsQuestion) client() (*tls.Certificate, error) {
	if q.ForeignClient {
		return foreignClient()
	}
	return keyPair(q.Cert, q.Key)
}

func keyPair(cert, key string) (*tls.Certificate, error) {
	if cert == "" && key == "" {
		return &tls.Certificate{}, nil
	}
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		return nil, fmt.Errorf("the client certificate cannot be used: %w", err)
	}
	return &pair, nil
}

// foreignClient makes a client certificate that is right in every way but for its CA, which nobody knows.
func foreignClient() (*tls.Certificate, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	ca := certificate("unknown authority")
	ca.IsCA, ca.BasicConstraintsValid, ca.KeyUsage = true, true, x509.KeyUsageCertSign
	leaf := certificate("stranger")
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

func certificate(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(time.Hour),
	}
}

// request sends one HTTP request; an answer of any status is application data, so the server took the client.
func (a *tlsAnswer) request(conn *tls.Conn, q tlsQuestion) {
	request, err := http.NewRequest(http.MethodGet, "https://"+q.name()+q.Send, nil)
	if err != nil {
		a.Outcome, a.Detail = accepted, fmt.Sprintf("the handshake succeeded; nothing was sent: %v", err)
		return
	}
	request.Close = true
	// A write fails when the refusal came first; the read then says why.
	_ = request.Write(conn)
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		a.Outcome, a.Detail = outcomeOf(err), fmt.Sprintf("the handshake succeeded, but no answer came: %v", plain(err))
		return
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxBody))
	a.Outcome, a.Status, a.Body, a.Detail = accepted, response.StatusCode, string(body), response.Status
}
