package command

import (
	"context"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// NextDue tells when time next does something to some name; the zero time when
// it never will. It may lie in the past: then something waits for Advance.
type NextDue struct{}

func (NextDue) Answer(s *Snapshot) (time.Time, error) {
	end := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	names, err := s.st.Domains().Due(end, 1)
	if err != nil || len(names) == 0 {
		return time.Time{}, err
	}
	d, err := s.st.Domains().Get(names[0])
	return d.Due(), err
}

// CatchUp writes down all that time has done up to now, a name at a time, and
// returns the number of steps. When the clock jumps, whoever moves it stops at
// each NextDue and catches up there: then everything happens at its own
// instant.
func CatchUp(ctx context.Context, r *Runner, by registry.Actor) (steps int, err error) {
	for {
		names, err := Ask(ctx, r, by, Due{Limit: 100})
		if err != nil || len(names) == 0 {
			return steps, err
		}
		before := steps
		for _, n := range names {
			took, err := Do(ctx, r, by, Advance{n})
			if err != nil {
				return steps, fmt.Errorf("advance %s: %w", n, err)
			}
			steps += took
		}
		if steps == before {
			return steps, fmt.Errorf("advance %s: nothing happened", names[0])
		}
	}
}

// Move turns the clock of an environment from where it stands to an instant:
// it calls set for every instant on the way at which something falls due, and
// lets it happen. Set makes Runner.Now return what it is given.
func Move(ctx context.Context, r *Runner, by registry.Actor, to time.Time, set func(time.Time)) error {
	for {
		next, err := Ask(ctx, r, by, NextDue{})
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(to) {
			break
		}
		if next.After(r.Now()) {
			set(next)
		}
		if _, err := CatchUp(ctx, r, by); err != nil {
			return err
		}
	}
	if to.After(r.Now()) {
		set(to)
	}
	return nil
}
