// Package clock is the scheduler of an environment: it finds domains and contacts
// that have fallen due and runs the commands that advance them. In a sandbox it also
// moves the environment's clock, for an operator.
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

// A Clock is real time plus an offset, which only grows. The zero value is real time.
// Its Now is a command.Runner's Clock.
type Time struct{ ahead atomic.Int64 }

// Now returns real time plus the offset.
func (c *Time) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// setOffset sets the offset, unless it is larger already.
func (c *Time) forward(offset time.Duration) {
	for was := c.ahead.Load(); int64(offset) > was; was = c.ahead.Load() {
		if c.ahead.CompareAndSwap(was, int64(offset)) {
			return
		}
	}
}

// A Scheduler advances the objects of one environment as they fall due.
type Face struct {
	Runner *command.Runner
	Time   *Time        // the Runner's, if it can be moved; nil: real time
	Log    *slog.Logger // nil: slog.Default()

	mu     sync.Mutex // one sweep or move at a time
	late   map[name.Name]retry
	purged time.Time
}

// schedulerActor is the actor of the scheduler's commands.
var self = registry.Actor{Frontend: "clock"}

const (
	longest   = time.Second // between two sweeps
	purgeEach = time.Minute
)

// Load reads the clock's offset from the store, where an earlier run or another
// process may have changed it.
func (s *Face) Load(ctx context.Context) error {
	if s.Time == nil {
		return nil
	}
	offset, err := command.Ask(ctx, s.Runner, self, command.ClockAhead{})
	if err == nil {
		s.Time.forward(offset)
	}
	return err
}

// Run sweeps whenever something falls due, until ctx ends.
func (s *Face) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.look(ctx); err != nil && ctx.Err() == nil {
			s.log().Error("scheduler", "error", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(s.pause(ctx)):
		}
	}
}

// tick loads the clock's offset, sweeps, and purges once a minute.
func (s *Face) look(ctx context.Context) error {
	if err := s.Load(ctx); err != nil {
		return err
	}
	if err := s.Sweep(ctx); err != nil {
		return err
	}
	if time.Since(s.purged) < purgeEach {
		return nil
	}
	s.purged = time.Now()
	return s.purge(ctx)
}

// pause returns the time until something falls due, at most maxPause.
func (s *Face) pause(ctx context.Context) time.Duration {
	next, err := command.Ask(ctx, s.Runner, self, command.NextDue{})
	if err != nil || next.IsZero() {
		return longest
	}
	wait := next.Sub(s.Runner.Now())
	if wait <= 0 || wait > longest { // what is still overdue is stuck: sweep again later
		return longest
	}
	return wait
}

// purge deletes expired data, in portions.
func (s *Face) purge(ctx context.Context) error {
	for {
		n, err := command.Do(ctx, s.Runner, self, command.PurgeExpired{})
		if err != nil || n == 0 {
			return err
		}
	}
}

func (s *Face) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}
