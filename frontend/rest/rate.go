package rest

import (
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
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
	calls limit.Windows[registry.UserID]
}

func newRateLimiter(r Rate) *rateLimiter {
	return &rateLimiter{Rate: r, calls: limit.Windows[registry.UserID]{Length: r.Window}}
}

// allow counts a call of u, or returns ErrBusy. now is the wall clock, not the
// registry's.
func (m *rateLimiter) allow(u registry.UserID, now time.Time) error {
	if m.Calls <= 0 || u == "" || m.calls.AddBelow(u, now, m.Calls) {
		return nil
	}
	return registry.ErrBusy.On("rate", fmt.Sprintf("%d in %d seconds", m.Calls, int(m.Window.Seconds())))
}
