package main

import (
	"context"
	"time"
)

type connectQuestion struct {
	place
	Host string `json:"host"`
	Port int    `json:"port"`
}

type connectAnswer struct {
	Kind    string  `json:"kind"`
	Outcome string  `json:"outcome"`
	Detail  string  `json:"detail"`
	TookMs  float64 `json:"tookMs"`
}

func (q connectQuestion) look(ctx context.Context, s scene) any {
	begun := time.Now()
	conn, failed := s.dial(ctx, q.Host, q.Port)
	answer := connectAnswer{Kind: "connect", Outcome: open, TookMs: milliseconds(time.Since(begun))}
	if failed == nil {
		answer.Detail = conn.RemoteAddr().String() + ": connected"
		conn.Close()
		return answer
	}
	if failed.outcome == unresolved || failed.outcome == unclear {
		return cannotTell("%s", failed.detail)
	}
	answer.Outcome, answer.Detail = failed.outcome, failed.detail
	return answer
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
