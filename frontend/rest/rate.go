package rest

import (
	"fmt"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Rate limits the calls of each user to Calls per Window; a window begins with
// the first call after the end of the previous one. The zero value is no limit. A call over
// the limit is ErrBusy on "rate", with the limit as value: "100 in 60 seconds".
type Rate struct {
	Calls  int
	Window time.Duration
}

// A rateLimiter counts the calls of each user of one dialect in one environment.
type rateLimiter struct {
	Rate
	mu      sync.Mutex
	windows map[registry.UserID]window
}

type window struct {
	end   time.Time
	calls int
}

// maxWindows limits the windows in memory: at the limit those that have ended are
// removed, and if that frees none, all.
const maxWindows = 100_000

// allow counts a call of u, or returns ErrBusy. now is the wall clock, not the
// registry's.
func (m *rateLimiter) allow(u registry.UserID, now time.Time) error {
	if m.Calls <= 0 || u == "" {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.windows[u]
	if !now.Before(w.end) {
		m.evict(now)
		w = window{end: now.Add(m.Window)}
	}
	if w.calls >= m.Calls {
		return registry.ErrBusy.On("rate", fmt.Sprintf("%d in %d seconds", m.Calls, int(m.Window.Seconds())))
	}
	w.calls++
	m.windows[u] = w
	return nil
}

func (m *rateLimiter) evict(now time.Time) {
	if m.windows == nil {
		m.windows = map[registry.UserID]window{}
	}
	if len(m.windows) < maxWindows {
		return
	}
	for u, w := range m.windows {
		if !now.Before(w.end) {
			delete(m.windows, u)
		}
	}
	if len(m.windows) >= maxWindows {
		clear(m.windows)
	}
}
