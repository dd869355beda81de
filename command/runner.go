package command

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Runner is one environment: its store, its policies, its clock. Clock, Rand
// and Log default to the real ones.
type Runner struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Key      Key // seals what must be read back; every process of the environment has the same
	Clock    func() time.Time
	Rand     io.Reader
	Log      *slog.Logger

	// Taken, if set, says from memory whether a name is registered, where it
	// knows. It spares those who only ask a look into the store; no command
	// relies on it.
	Taken func(name.Name) (taken, known bool)

	// Observe is told of every command that ended, with the name of its type,
	// its EPP result code, and how long it took outside; nil: nobody is.
	Observe func(verb string, code registry.Code, took time.Duration)

	Logins Logins // how passwords are checked; its zero value is ready

	Authority *Authority // signs certificates; nil: nothing does

	Billing registry.Billing // what invoices say and charge
}

// Now returns the environment's time: UTC, in microseconds, which is what the
// store keeps.
func (r *Runner) Now() time.Time {
	clock := time.Now
	if r.Clock != nil {
		clock = r.Clock
	}
	return clock().UTC().Truncate(time.Microsecond)
}

// wall is the time outside, for what must not move with the environment's
// clock: how long things take, and who tries too often.
func (r *Runner) wall() time.Time { return time.Now() }

func (r *Runner) random(n int) []byte {
	src := r.Rand
	if src == nil {
		src = rand.Reader
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(src, b); err != nil {
		panic("command: no randomness: " + err.Error())
	}
	return b
}

func (r *Runner) log() *slog.Logger {
	if r.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.Log
}
