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
type meter struct {
	Rate
	mu    sync.Mutex
	users map[registry.UserID]window
}

type window struct {
	ends  time.Time
	calls int
}

// maxWindows limits the windows in memory: at the limit those that have ended are
// removed, and if that frees none, all.
const maxMetered = 100_000

// allow counts a call of u, or returns ErrBusy. now is the wall clock, not the
// registry's.
func (m *meter) allow(u registry.UserID, now time.Time) error {
	if m.Calls <= 0 || u == "" {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.users[u]
	if !now.Before(w.ends) {
		m.makeRoom(now)
		w = window{ends: now.Add(m.Window)}
	}
	if w.calls >= m.Calls {
		return registry.ErrBusy.On("rate", fmt.Sprintf("%d in %d seconds", m.Calls, int(m.Window.Seconds())))
	}
	w.calls++
	m.users[u] = w
	return nil
}

func (m *meter) makeRoom(now time.Time) {
	if m.users == nil {
		m.users = map[registry.UserID]window{}
	}
	if len(m.users) < maxMetered {
		return
	}
	for u, w := range m.users {
		if !now.Before(w.ends) {
			delete(m.users, u)
		}
	}
	if len(m.users) >= maxMetered {
		clear(m.users)
	}
}
