package limit

import (
	"sync"
	"time"
)

// Windows counts events of each key in fixed windows of time; a window begins with the
// first event after the end of the previous one. It is for contracts that a token bucket
// does not keep: REPP's "100 calls in 60 seconds" allows 100 at once and then none until
// the window ends, and login failures delay by their number. The fields must not change
// after the first call.
type Windows[K comparable] struct {
	Length time.Duration // of a window
	Size   int           // keys remembered; 0: 65536

	once   sync.Once
	memory memory[K, window]
}

// A window is the current window of one key.
type window struct {
	end time.Time
	n   int // events
}

// Count returns the number of events of a key in its window at now.
func (w *Windows[K]) Count(key K, now time.Time) int {
	s := w.memory.lock(key)
	defer s.Unlock()
	if e := s.entries[key]; e != nil && now.Before(e.end) {
		return e.n
	}
	return 0
}

// Add counts an event.
func (w *Windows[K]) Add(key K, now time.Time) { w.AddBelow(key, now, 0) }

// AddBelow counts an event unless the window has most of them already, and reports
// whether it did. most 0: no maximum.
func (w *Windows[K]) AddBelow(key K, now time.Time, most int) bool {
	w.once.Do(w.setUp)
	s := w.memory.lock(key)
	defer s.Unlock()
	e := s.entries[key]
	if e == nil {
		e = &window{end: now.Add(w.Length)}
		w.memory.add(s, key, e, now)
	}
	if !now.Before(e.end) {
		*e = window{end: now.Add(w.Length)}
	}
	if most > 0 && e.n >= most {
		return false
	}
	e.n++
	return true
}

func (w *Windows[K]) setUp() {
	w.memory.size = w.Size
	w.memory.due = func(e *window, now time.Time) float64 {
		if !now.Before(e.end) {
			return 0
		}
		return float64(e.n)
	}
}
