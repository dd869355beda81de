package story

import (
	"context"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

var clock = registry.Actor{Face: "clock"}

// Move turns the world's clock to an instant. It stops wherever something falls
// due and lets it happen, so that everything has an instant of its own.
func (w *World) Move(to time.Time) error {
	for ctx := context.Background(); ; {
		next, err := command.Ask(ctx, w.Runner, clock, command.NextDue{})
		switch {
		case err != nil:
			return err
		case next.IsZero() || next.After(to):
			if to.After(w.Now()) {
				w.set(to)
			}
			return nil
		case next.After(w.Now()):
			w.set(next)
		}
		if err := w.catchUp(ctx); err != nil {
			return err
		}
	}
}

// Jump turns the world's clock to an instant while nobody looks after what falls
// due: whatever is asked then must be right all the same.
func (w *World) Jump(to time.Time) { w.set(to) }

// catchUp lets happen what is due.
func (w *World) catchUp(ctx context.Context) error {
	contacts, err := command.Ask(ctx, w.Runner, clock, command.DueContacts{Limit: 100})
	if err != nil {
		return err
	}
	for _, id := range contacts {
		if _, err := command.Do(ctx, w.Runner, clock, command.AdvanceContact{ID: id}); err != nil {
			return fmt.Errorf("advance contact %s: %w", id, err)
		}
	}
	names, err := command.Ask(ctx, w.Runner, clock, command.Due{Limit: 100})
	if err != nil {
		return err
	}
	for _, n := range names {
		switch steps, err := command.Do(ctx, w.Runner, clock, command.Advance{Name: n}); {
		case err != nil:
			return fmt.Errorf("advance %s: %w", n, err)
		case steps == 0:
			return fmt.Errorf("advance %s: nothing happened", n)
		}
	}
	return nil
}
