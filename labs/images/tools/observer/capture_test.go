package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// captured listens while a client fetches text over and over.
func captured(t *testing.T, q captureQuestion, text string, withTLS bool) captureAnswer {
	t.Helper()
	if socket, err := q.open(); err != nil {
		t.Skipf("needs the right to listen to the network: %v", err)
	} else {
		unix.Close(socket)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	server := httptest.NewServer(handler)
	if withTLS {
		server = httptest.NewTLSServer(handler)
	}
	defer server.Close()
	q.place, q.Ports = place{TimeoutMs: 700}, []uint16{uint16(server.Listener.Addr().(*net.TCPAddr).Port)}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				if response, err := server.Client().Get(server.URL); err == nil {
					_, _ = io.Copy(io.Discard, response.Body)
					response.Body.Close()
				}
			}
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), q.timeout())
	defer cancel()
	answer, ok := q.look(ctx, scene{machine: real(), pid: 1}).(captureAnswer)
	close(stop)
	<-done
	if !ok {
		t.Fatalf("%+v was not answered", q)
	}
	return answer
}

func TestCaptureSeesTheMarkerInClearTextOnly(t *testing.T) {
	const marker = "probe7f3a9c"
	text := strings.Repeat("x", 5000) + marker
	if got := captured(t, captureQuestion{Marker: marker}, text, false); !got.Marked || got.Packets == 0 {
		t.Errorf("plain: %+v", got)
	}
	if got := captured(t, captureQuestion{Marker: marker, Interface: "lo"}, text, true); got.Marked || got.Packets < 3 {
		t.Errorf("encrypted: %+v", got)
	}
}

func TestFlowsFindAMarkerThatIsCutInTwo(t *testing.T) {
	f := flows{marker: []byte("marker"), tails: map[string][]byte{}}
	for _, part := range []struct {
		flow, text string
		carries    bool
	}{{"a", "...mar", false}, {"b", "ker", false}, {"a", "k", false}, {"a", "er...", true}} {
		if got := f.carries(1, segment{flow: part.flow, payload: []byte(part.text)}); got != part.carries {
			t.Errorf("%+v: %v", part, got)
		}
	}
}

func TestDissectReadsBothVersionsAndRefusesRubbish(t *testing.T) {
	udp := []byte{0x1f, 0x90, 0x00, 0x35, 0, 10, 0, 0, 'h', 'i'}
	v4 := append([]byte{0x45, 0, 0, 30, 0, 0, 0, 0, 64, unix.IPPROTO_UDP, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}, udp...)
	v6 := append([]byte{0x60, 0, 0, 0, 0, 10, unix.IPPROTO_UDP, 64}, append(make([]byte, 32), udp...)...)
	for name, packet := range map[string][]byte{"IPv4": append(v4, 0, 0, 0), "IPv6": v6} {
		got, ok := dissect(packet)
		if !ok || got.source != 8080 || got.target != 53 || string(got.payload) != "hi" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, rubbish := range [][]byte{nil, {0x45}, {0x60, 1}, {0x00}, {0x4f, 0, 0, 0, 0}} {
		if _, ok := dissect(rubbish); ok {
			t.Errorf("% x was read", rubbish)
		}
	}
}
