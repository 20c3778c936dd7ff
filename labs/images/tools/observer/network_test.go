package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func closedPort(t *testing.T) int {
	t.Helper()
	server, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	return server.Addr().(*net.TCPAddr).Port
}

func TestConnectTellsOpenFromRefused(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).Port
	q := connectQuestion{place{TimeoutMs: 1000}, "127.0.0.1", port}
	if got := q.look(t.Context(), scene{machine: real(), pid: 1}).(connectAnswer); got.Outcome != open {
		t.Errorf("open port: %+v", got)
	}
	q.Port = closedPort(t)
	if got := q.look(t.Context(), scene{machine: real(), pid: 1}).(connectAnswer); got.Outcome != refused {
		t.Errorf("closed port: %+v", got)
	}
}

func TestAskInsideSpeaksFromTheOtherNamespace(t *testing.T) {
	sleeper := exec.Command("sleep", "60")
	sleeper.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := sleeper.Start(); err != nil {
		t.Skipf("needs the right to make a network namespace: %v", err)
	}
	defer func() { _ = sleeper.Process.Kill(); _ = sleeper.Wait() }()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	where, err := real().target("a test", sleeper.Process.Pid, sleeper.Process.Pid)
	if err != nil {
		t.Fatal(err)
	}
	if where.isOwn {
		t.Fatal("the other namespace is taken for the own one")
	}
	answer, err := askInside(where, []byte(`{"kind":"listeners","netns":"machine"}`), 5*time.Second)
	if err != nil || string(answer) != `{"kind":"listeners","sockets":[]}` {
		t.Errorf("answer %s, error %v", answer, err)
	}
}

// Whoever takes another namespace for its own answers from its own instead.
func TestAskInsideLeavesTheProcessInItsOwnNamespace(t *testing.T) {
	sleeper := exec.Command("sleep", "60")
	sleeper.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := sleeper.Start(); err != nil {
		t.Skipf("needs the right to make a network namespace: %v", err)
	}
	defer func() { _ = sleeper.Process.Kill(); _ = sleeper.Wait() }()
	there := func() target {
		where, err := real().target("a test", sleeper.Process.Pid, sleeper.Process.Pid)
		if err != nil {
			t.Error(err)
		}
		return where
	}
	var asking sync.WaitGroup
	for range 64 {
		asking.Go(func() {
			if there().isOwn {
				t.Error("the other namespace is taken for the own one")
				return
			}
			if _, err := askInside(there(), []byte(`{"kind":"listeners","netns":"machine"}`), 30*time.Second); err != nil {
				t.Error(err)
			}
		})
	}
	asking.Wait()
	if there().isOwn {
		t.Error("the other namespace is taken for the own one afterwards")
	}
}

func TestHTTPReportsRedirectionsAndHeadersAsTheyAre(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
		body, _ := io.ReadAll(r.Body)
		_, _ = fmt.Fprintf(w, "%s %s %s %s", r.Method, r.Host, r.Header.Get("X-Mark"), body)
	}))
	defer server.Close()
	headers := map[string]string{"Host": "shop.example", "X-Mark": "7"}
	q := httpQuestion{place: place{TimeoutMs: 1000}, URL: server.URL, Method: "POST", Headers: headers, Body: "sent"}
	got := q.look(t.Context(), scene{machine: real(), pid: 1}).(httpAnswer)
	if got.Outcome != "answered" || got.Status != 302 || got.Body != "POST shop.example 7 sent" || got.Headers["location"] != "/elsewhere" {
		t.Errorf("%+v", got)
	}
	q.URL, q.Connect = "http://elsewhere.test/", strings.TrimPrefix(server.URL, "http://")
	if got := q.look(t.Context(), scene{machine: real(), pid: 1}).(httpAnswer); got.Status != 302 {
		t.Errorf("led elsewhere: %+v", got)
	}
	q.URL, q.Connect = strings.Replace(server.URL, "http:", "https:", 1), ""
	if got := q.look(t.Context(), scene{machine: real(), pid: 1}).(httpAnswer); got.Outcome != "tls-error" {
		t.Errorf("TLS to a plain server: %+v", got)
	}
}

// nameServer knows shop.lab.local only.
func nameServer(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		packet := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(packet[:n]) != nil {
				continue
			}
			m.Response, m.RCode = true, dnsmessage.RCodeNameError
			if q := m.Questions[0]; q.Name.String() == "shop.lab.local." && q.Type == dnsmessage.TypeA {
				m.RCode = dnsmessage.RCodeSuccess
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class},
					Body:   &dnsmessage.AResource{A: [4]byte{10, 1, 2, 3}},
				}}
			}
			reply, _ := m.Pack()
			_, _ = conn.WriteTo(reply, from)
		}
	}()
	return conn.LocalAddr().String()
}

func TestDNSFollowsTheSearchListOfThePlace(t *testing.T) {
	m, _ := fakeMachine(t, map[string]string{
		"etc/resolv.conf": "nameserver " + nameServer(t) + "\nsearch none.local lab.local\noptions ndots:5\n",
		"etc/hosts":       "10.9.9.9 other\n",
	})
	here := scene{machine: m, pid: 1}
	got := dnsQuestion{place: place{TimeoutMs: 1000}, Name: "shop"}.look(t.Context(), here).(dnsAnswer)
	if got.Outcome != "resolves" || got.Addresses[0] != "10.1.2.3" {
		t.Errorf("%+v", got)
	}
	for _, name := range []string{"shop.", "other", "nothing"} {
		got := dnsQuestion{place: place{TimeoutMs: 1000}, Name: name}.look(t.Context(), here).(dnsAnswer)
		if got.Outcome != "fails" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	silent, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	mute := dnsQuestion{place: place{TimeoutMs: 200}, Name: "shop", Server: silent.LocalAddr().String()}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if got := mute.look(ctx, here).(dnsAnswer); got.Outcome != "silent" || got.Servers[0] != mute.Server {
		t.Errorf("a name server that does not answer: %+v", got)
	}
	if static, err := here.addresses(t.Context(), "other"); err != nil || static[0].String() != "10.9.9.9" {
		t.Errorf("hosts file: %v, %v", static, err)
	}
}
