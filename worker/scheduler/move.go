package scheduler

import (
	"context"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/clock"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var (
	errBackwards = errors.New("the clock cannot move backwards")
	errTooFar    = errors.New("the clock cannot be more than 200 years ahead of real time")
)

const (
	maxOffset   = 200 * 365 * 24 * time.Hour // ahead of real time; a Duration holds 292 years
	stepsPerTx  = 100                        // lifecycle transitions in one transaction
	maxFailures = 100                        // stuck names and transaction conflicts before a move fails
)

// Move moves the environment's clock forward and returns when everything that falls
// due until then has happened, each at its own instant. Every transaction stores the
// clock's new position with a limited number of transitions; if ctx ends in between,
// the clock stays at the position reached.
func (s *Scheduler) Move(ctx context.Context, by registry.Actor, to time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.Load(ctx); err != nil {
		return err
	}
	switch now := s.Runner.Now(); {
	case to.Before(now.Truncate(time.Second)): // Handler reports whole seconds
		return errBackwards
	case time.Until(to) > maxOffset:
		return errTooFar
	}
	return s.move(ctx, by, to.UTC())
}

func (s *Scheduler) move(ctx context.Context, by registry.Actor, to time.Time) error {
	var stuck []name.Name
	for failures := 0; ; {
		moved, err := command.Do(ctx, s.Runner, by, clock.MoveClock{To: to, Limit: stepsPerTx, Skip: stuck})
		if err == nil {
			s.Clock.setOffset(moved.Ahead)
			if moved.Done {
				return s.purge(ctx)
			}
			continue
		}
		if failures++; failures > maxFailures || ctx.Err() != nil {
			return err
		}
		failed, isStuck := errors.AsType[*clock.StuckError](err)
		switch {
		case errors.Is(err, store.ErrConflict):
		case isStuck:
			s.log().Warn("domain cannot be advanced", "name", string(failed.Name), "error", failed.Err.Error())
			stuck = append(stuck, failed.Name)
		default:
			return err
		}
	}
}
