package main

import "slices"

// numbered is a place in what one writer types: its pieces carry 1, 2, 3 …
type numbered struct {
	writer string
	number uint64
}

const maxWriters = 64

// writers remembers the newest piece of each writer, so that none is typed twice. The writer that was silent for longest is
// forgotten first. A piece without a writer is always new.
type writers struct{ known []numbered }

// isNew tells whether a piece was not seen before, and remembers it.
func (w *writers) isNew(piece numbered) bool {
	if piece.writer == "" {
		return true
	}
	at := slices.IndexFunc(w.known, func(k numbered) bool { return k.writer == piece.writer })
	if at >= 0 && w.known[at].number >= piece.number {
		return false
	}
	if at >= 0 {
		w.known = slices.Delete(w.known, at, at+1)
	} else if len(w.known) == maxWriters {
		w.known = slices.Delete(w.known, 0, 1)
	}
	w.known = append(w.known, piece)
	return true
}

func (w *writers) all() []numbered { return slices.Clone(w.known) }
