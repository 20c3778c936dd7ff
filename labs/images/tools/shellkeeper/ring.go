package main

// ring keeps the newest bytes of a stream whose bytes are counted from 0.
type ring struct {
	bytes []byte
	// end is the offset of the byte that comes next.
	end uint64
}

func newRing(capacity int) *ring { return &ring{bytes: make([]byte, capacity)} }

func (r *ring) add(data []byte) {
	for len(data) > 0 {
		at := int(r.end % uint64(len(r.bytes)))
		n := copy(r.bytes[at:], data)
		r.end += uint64(n)
		data = data[n:]
	}
}

// first is the offset of the oldest byte that is kept.
func (r *ring) first() uint64 {
	if r.end <= uint64(len(r.bytes)) {
		return 0
	}
	return r.end - uint64(len(r.bytes))
}

// since copies what is kept from an offset on, and says where that begins: later than asked where the rest is gone or
// never was.
func (r *ring) since(from uint64) (uint64, []byte) {
	from = min(max(from, r.first()), r.end)
	kept := make([]byte, 0, r.end-from)
	for at := from; at < r.end; {
		start := int(at % uint64(len(r.bytes)))
		stop := min(len(r.bytes), start+int(r.end-at))
		kept = append(kept, r.bytes[start:stop]...)
		at += uint64(stop - start)
	}
	return from, kept
}
