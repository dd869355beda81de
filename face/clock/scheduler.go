// Package clock is how time reaches the registry: as a client, who asks for
// what has fallen due and has it written down. It serves every environment,
// and lets the operator of a sandbox move its time.
package clock

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Time is an environment's own: real time, moved ahead. Its zero value is
// real time; Now is made to be a Runner's Clock.
type Time struct{ ahead atomic.Int64 }

// Now returns the environment's time.
func (t *Time) Now() time.Time { return time.Now().Add(time.Duration(t.ahead.Load())) }

// forward sets how far t is ahead; never less than it was.
func (t *Time) forward(ahead time.Duration) {
	for was := t.ahead.Load(); int64(ahead) > was; was = t.ahead.Load() {
		if t.ahead.CompareAndSwap(was, int64(ahead)) {
			return
		}
	}
}

// A Face is one environment's clock.
type Face struct {
	Runner *command.Runner
	Time   *Time        // the Runner's, where it may be moved; nil: nobody moves it
	Log    *slog.Logger // nil: slog's default

	mu     sync.Mutex // one sweep or move at a time
	late   map[name.Name]retry
	purged time.Time
}

// self is the actor of the clock.
var self = registry.Actor{Face: "clock"}

const (
	longest   = time.Second // between two looks
	purgeEach = time.Minute
)

// Load takes over how far the environment's time was moved, in an earlier run
// or by another process.
func (f *Face) Load(ctx context.Context) error {
	if f.Time == nil {
		return nil
	}
	ahead, err := command.Ask(ctx, f.Runner, self, command.ClockAhead{})
	if err == nil {
		f.Time.forward(ahead)
	}
	return err
}

// Run has everything written down as it falls due, until ctx ends.
func (f *Face) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := f.look(ctx); err != nil && ctx.Err() == nil {
			f.log().Error("clock", "error", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(f.pause(ctx)):
		}
	}
}

func (f *Face) look(ctx context.Context) error {
	if err := f.Load(ctx); err != nil {
		return err
	}
	if err := f.Sweep(ctx); err != nil {
		return err
	}
	if time.Since(f.purged) < purgeEach {
		return nil
	}
	f.purged = time.Now()
	return f.purge(ctx)
}

// pause returns how long nothing falls due, at most longest.
func (f *Face) pause(ctx context.Context) time.Duration {
	next, err := command.Ask(ctx, f.Runner, self, command.NextDue{})
	if err != nil || next.IsZero() {
		return longest
	}
	wait := next.Sub(f.Runner.Now())
	if wait <= 0 || wait > longest { // what is overdue still is stuck
		return longest
	}
	return wait
}

// purge deletes what has had its day.
func (f *Face) purge(ctx context.Context) error {
	for {
		n, err := command.Do(ctx, f.Runner, self, command.Purge{})
		if err != nil || n == 0 {
			return err
		}
	}
}

func (f *Face) log() *slog.Logger {
	if f.Log == nil {
		return slog.Default()
	}
	return f.Log
}
