package command

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// MoveClock moves the clock of an environment whose time is its own, and lets
// happen what falls due on the way: each step of each name and contact at its own instant
// and in the order of the instants, so that those who wait for names compete as
// they would have. It takes at most Limit steps, and then the clock stands
// where the last of them happened; it is sent again until Moved.Done. The clock
// never goes back: a To that has passed moves nothing. For operators.
type MoveClock struct {
	To    time.Time
	Limit int
	Skip  []name.Name // left for later, since they are stuck
}

// Moved is how far a clock has come.
type Moved struct {
	Ahead time.Duration // of real time
	Steps int
	Done  bool // the clock stands at To, and nothing before it is due
}

// A StuckError says which name an instant could not pass by.
type StuckError struct {
	Name name.Name
	Err  error
}

func (e *StuckError) Error() string { return fmt.Sprintf("%s is stuck: %v", e.Name, e.Err) }
func (e *StuckError) Unwrap() error { return e.Err }

func (c MoveClock) Run(t *Tx) (Moved, error) {
	if !t.By.Operator() {
		return Moved{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	ahead, err := t.ahead()
	if err != nil {
		return Moved{}, err
	}
	outside, moved := t.run.wall(), Moved{Ahead: ahead}
	now := outside.Add(ahead).UTC().Truncate(time.Microsecond)
	for ; moved.Steps < c.Limit && !moved.Done; moved.Steps++ {
		d, there, err := t.due(c.To, c.Skip)
		if err != nil {
			return moved, err
		}
		until := c.To
		if there {
			until = d.Due()
		}
		tr, waits, err := t.nextContact(until)
		if err != nil {
			return moved, err
		}
		if moved.Done = !there && !waits; waits {
			now = latest(now, tr.Acted)
			if err := t.passContact(tr, now); err != nil {
				return moved, err
			}
			continue
		} else if there {
			now = latest(now, d.Due())
			err = t.pass(d, now)
		} else {
			now = latest(now, c.To)
		}
		if err != nil {
			return moved, &StuckError{d.Name, err}
		}
	}
	moved.Ahead = max(ahead, now.Sub(outside))
	return moved, t.st.Settings().Put(store.Setting{Key: clockKey, Value: moved.Ahead.String()})
}

var errEndless = errors.New("it is due again at the same instant")

// pass advances d at an instant of its own.
func (t *Tx) pass(d registry.Domain, now time.Time) error {
	asked := t.Now
	t.Now = now
	defer func() { t.Now = asked }()
	d, steps, err := t.advance(d)
	if due := d.Due(); err == nil && (steps == 0 || !due.IsZero() && !now.Before(due)) {
		return errEndless
	}
	return err
}

// clockKey is the Setting that says how far the environment's clock is ahead of
// real time, as a Go duration.
const clockKey = "clock"

// ClockAhead tells how far the environment's clock is ahead of real time.
type ClockAhead struct{}

func (ClockAhead) Answer(s *Snapshot) (time.Duration, error) { return s.ahead() }

func (s *Snapshot) ahead() (time.Duration, error) {
	set, err := s.st.Settings().Get(clockKey)
	if there, err := found(err); !there {
		return 0, err
	}
	ahead, err := time.ParseDuration(set.Value)
	if err != nil {
		return 0, fmt.Errorf("setting %s: %w", clockKey, err)
	}
	return ahead, nil
}

// due returns the domain that time catches up with first.
func (s *Snapshot) due(until time.Time, skip []name.Name) (registry.Domain, bool, error) {
	names, err := s.st.Domains().Due(until, len(skip)+1)
	if err != nil {
		return registry.Domain{}, false, err
	}
	for _, n := range names {
		if slices.Contains(skip, n) {
			continue
		}
		d, err := s.st.Domains().Get(n)
		switch due := d.Due(); {
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return d, false, err
		case err != nil, due.IsZero(), due.After(until):
			return d, false, fmt.Errorf("due name %s: %w", n, store.ErrConflict) // changed since the list was read
		}
		return d, true, nil
	}
	return registry.Domain{}, false, nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
