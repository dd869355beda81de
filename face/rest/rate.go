package rest

import (
	"fmt"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Rate is how many calls a user may make in any window of time that begins
// with one of them. Its zero value is no bound. Calls beyond it are ErrBusy on
// "rate", with the bound as its value: "100 in 60 seconds".
type Rate struct {
	Calls  int
	Window time.Duration
}

// A meter counts the calls of each user of one dialect in one environment.
type meter struct {
	Rate
	mu    sync.Mutex
	users map[registry.UserID]window
}

type window struct {
	ends  time.Time
	calls int
}

// maxMetered bounds the windows that are remembered: beyond it those that are
// over are forgotten, and if none is, all.
const maxMetered = 100_000

// allow counts a call of u at an instant outside, or refuses it.
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
