package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// question is one parsed question. Its answer is what look returns, marshalled.
type question interface {
	// look may block until ctx ends and must then still answer.
	look(ctx context.Context, s scene) any
	// timeout is the time after which the answer must be there.
	timeout() time.Duration
}

// networked is a question that is asked from inside a network namespace.
type networked interface {
	question
	from() netns
}

// scene is where a question is answered: after entering the namespace that it names.
type scene struct {
	machine
	// pid is a process whose file system holds the resolv.conf and hosts file that count there.
	pid int
}

// netns names a network namespace: the machine's own when podUID is empty.
type netns struct{ podUID string }

func (n *netns) UnmarshalJSON(data []byte) error {
	if string(data) == `"machine"` {
		return nil
	}
	pod := struct {
		PodUID string `json:"podUid"`
	}{}
	if err := strictly(data, &pod); err != nil || pod.PodUID == "" {
		return errors.New(`netns must be "machine" or {"podUid": …}`)
	}
	n.podUID = pod.PodUID
	return nil
}

// place is the part that all questions of the network have in common.
type place struct {
	Kind      string `json:"kind"`
	Netns     netns  `json:"netns"`
	TimeoutMs int    `json:"timeoutMs"`
}

func (p place) from() netns            { return p.Netns }
func (p place) timeout() time.Duration { return time.Duration(p.TimeoutMs) * time.Millisecond }

// local is the part that all questions about the machine itself have in common.
type local struct {
	Kind string `json:"kind"`
}

func (local) timeout() time.Duration { return 10 * time.Second }

var kinds = map[string]func([]byte) (question, error){
	"capture":     parseAs[captureQuestion],
	"connect":     parseAs[connectQuestion],
	"dns":         parseAs[dnsQuestion],
	"http":        parseAs[httpQuestion],
	"tls":         parseAs[tlsQuestion],
	"tlsCiphers":  parseAs[tlsCiphersQuestion],
	"listeners":   parseAs[listenersQuestion],
	"file":        parseAs[fileQuestion],
	"log":         parseAs[logQuestion],
	"processes":   parseAs[processesQuestion],
	"podSandbox":  parseAs[podSandboxQuestion],
	"podNetwork":  parseAs[podNetworkQuestion],
	"unit":        parseAs[unitQuestion],
	"package":     parseAs[packageQuestion],
	"tree":        parseAs[treeQuestion],
	"sysctl":      parseAs[sysctlQuestion],
	"confinement": parseAs[confinementQuestion],
	"engine":      parseAs[engineQuestion],
	"image":       parseAs[imageQuestion],
}

func parse(data []byte) (question, error) {
	head := local{}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("the question is not JSON: %w", err)
	}
	read, known := kinds[head.Kind]
	if !known {
		return nil, fmt.Errorf("there is no kind of question %q", head.Kind)
	}
	q, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("the question %q is not valid: %w", head.Kind, err)
	}
	if q.timeout() <= 0 {
		return nil, fmt.Errorf("the question %q needs a positive timeoutMs", head.Kind)
	}
	return q, nil
}

func parseAs[Q question](data []byte) (question, error) {
	var q Q
	err := strictly(data, &q)
	return q, err
}

// strictly refuses fields that it does not know: a misspelt option must not be ignored by a grader.
func strictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return nil
}

// unknown says that something could not be observed. It is no finding about the machine.
type unknown struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
}

func cannotTell(format string, args ...any) unknown {
	return unknown{Kind: "unknown", Reason: fmt.Sprintf(format, args...)}
}
