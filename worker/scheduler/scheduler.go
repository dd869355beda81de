// Package scheduler is the scheduler of an environment: it finds domains and contacts that
// have fallen due and runs the commands that advance them. In a sandbox it also moves the
// environment's clock, for an operator.
//
// Begin with this file: Scheduler sleeps until the next due instant. Reads do not need it,
// since they project to the current time themselves; it writes down what they show.
package scheduler

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/clock"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Clock is real time plus an offset, which only grows. The zero value is real time.
// Its Now is a command.Runner's Clock.
type Clock struct{ offset atomic.Int64 }

// Now returns real time plus the offset.
func (c *Clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// setOffset sets the offset, unless it is larger already.
func (c *Clock) setOffset(offset time.Duration) {
	for was := c.offset.Load(); int64(offset) > was; was = c.offset.Load() {
		if c.offset.CompareAndSwap(was, int64(offset)) {
			return
		}
	}
}

// A Scheduler advances the objects of one environment as they fall due.
type Scheduler struct {
	Runner *command.Runner
	Clock  *Clock       // the Runner's, if it can be moved; nil: real time
	Log    *slog.Logger // nil: slog.Default()

	mu      sync.Mutex // one sweep or move at a time
	retries map[name.Name]retry
	purged  time.Time
}

// schedulerActor is the actor of the scheduler's commands.
var schedulerActor = registry.Actor{Scheduled: true, Frontend: "scheduler"}

const (
	maxPause      = time.Second // between two sweeps
	purgeInterval = time.Minute
)

// Load reads the clock's offset from the store, where an earlier run or another
// process may have changed it.
func (s *Scheduler) Load(ctx context.Context) error {
	if s.Clock == nil {
		return nil
	}
	offset, err := command.Ask(ctx, s.Runner, schedulerActor, clock.ClockAhead{})
	if err == nil {
		s.Clock.setOffset(offset)
	}
	return err
}

// Run sweeps whenever something falls due, until ctx ends.
func (s *Scheduler) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.tick(ctx); err != nil && ctx.Err() == nil {
			s.log().Error("scheduler", "error", err.Error())
		}
		select {
		case <-ctx.Done():
		case <-time.After(s.pause(ctx)):
		}
	}
}

// tick loads the clock's offset, sweeps, and purges once a minute.
func (s *Scheduler) tick(ctx context.Context) error {
	if err := s.Load(ctx); err != nil {
		return err
	}
	if err := s.Sweep(ctx); err != nil {
		return err
	}
	if time.Since(s.purged) < purgeInterval {
		return nil
	}
	s.purged = time.Now()
	return s.purge(ctx)
}

// pause returns the time until something falls due, at most maxPause.
func (s *Scheduler) pause(ctx context.Context) time.Duration {
	next, err := command.Ask(ctx, s.Runner, schedulerActor, clock.NextDue{})
	if err != nil || next.IsZero() {
		return maxPause
	}
	wait := next.Sub(s.Runner.Now())
	if wait <= 0 || wait > maxPause { // what is still overdue is stuck: sweep again later
		return maxPause
	}
	return wait
}

// purge deletes expired data, in portions.
func (s *Scheduler) purge(ctx context.Context) error {
	for {
		n, err := command.Do(ctx, s.Runner, schedulerActor, access.PurgeExpired{})
		if err != nil || n == 0 {
			return err
		}
	}
}

func (s *Scheduler) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}
