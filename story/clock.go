package story

import (
	"context"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/clock"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

var schedulerActor = registry.Actor{Scheduled: true, Frontend: "scheduler"}

// AdvanceTo moves the clock forward to an instant. It stops whenever something falls due
// and advances it, so that everything happens at its own instant.
func (f *Fixture) AdvanceTo(to time.Time) error {
	for ctx := context.Background(); ; {
		next, err := command.Ask(ctx, f.Runner, schedulerActor, clock.NextDue{})
		switch {
		case err != nil:
			return err
		case next.IsZero() || next.After(to):
			if to.After(f.Now()) {
				f.setNow(to)
			}
			return nil
		case next.After(f.Now()):
			f.setNow(next)
		}
		if err := f.advanceDue(ctx); err != nil {
			return err
		}
	}
}

// SetTime sets the clock without advancing what falls due. Reads must be correct all the
// same.
func (f *Fixture) SetTime(to time.Time) { f.setNow(to) }

// advanceDue advances the contacts and domains that are due.
func (f *Fixture) advanceDue(ctx context.Context) error {
	contacts, err := command.Ask(ctx, f.Runner, schedulerActor, contact.DueContacts{Limit: 100})
	if err != nil {
		return err
	}
	for _, id := range contacts {
		if _, err := command.Do(ctx, f.Runner, schedulerActor, contact.AdvanceContact{ID: id}); err != nil {
			return fmt.Errorf("advance contact %s: %w", id, err)
		}
	}
	names, err := command.Ask(ctx, f.Runner, schedulerActor, object.DueDomains{Limit: 100})
	if err != nil {
		return err
	}
	for _, n := range names {
		switch steps, err := command.Do(ctx, f.Runner, schedulerActor, object.AdvanceDomain{Name: n}); {
		case err != nil:
			return fmt.Errorf("advance %s: %w", n, err)
		case steps == 0:
			return fmt.Errorf("advance %s: nothing happened", n)
		}
	}
	return nil
}
