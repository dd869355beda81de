package clock

import (
	"context"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var (
	errBackwards = errors.New("the clock does not go back")
	errTooFar    = errors.New("the clock goes at most 200 years ahead of real time")
)

const (
	furthest = 200 * 365 * 24 * time.Hour // ahead of real time; a Duration holds 292 years
	stage    = 100                        // steps in one transaction
	patience = 100                        // names that may be stuck, and races that may be lost, on the way
)

// Move moves the environment's time and returns when all that fell due on the
// way has happened, each at its own instant. It moves in stages, each a
// transaction with the clock's new position in it; when ctx ends in between,
// the clock stands where it has come to.
func (f *Face) Move(ctx context.Context, by registry.Actor, to time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.Load(ctx); err != nil {
		return err
	}
	switch now := f.Runner.Now(); {
	case to.Before(now.Truncate(time.Second)): // Get answers whole seconds
		return errBackwards
	case time.Until(to) > furthest:
		return errTooFar
	}
	return f.move(ctx, by, to.UTC())
}

func (f *Face) move(ctx context.Context, by registry.Actor, to time.Time) error {
	var stuck []name.Name
	for trouble := 0; ; {
		moved, err := command.Do(ctx, f.Runner, by, command.MoveClock{To: to, Limit: stage, Skip: stuck})
		if err == nil {
			f.Time.forward(moved.Ahead)
			if moved.Done {
				return f.purge(ctx)
			}
			continue
		}
		if trouble++; trouble > patience || ctx.Err() != nil {
			return err
		}
		one, isStuck := errors.AsType[*command.StuckError](err)
		switch {
		case errors.Is(err, store.ErrConflict):
		case isStuck:
			f.log().Warn("a name is stuck", "name", string(one.Name), "error", one.Err.Error())
			stuck = append(stuck, one.Name)
		default:
			return err
		}
	}
}
