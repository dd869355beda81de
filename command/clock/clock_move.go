package clock

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// MoveClock moves the clock of an environment that has its own time forward to
// To and advances the domains and contacts that become due before, each at its
// own instant and in the order of the instants, so that preorders compete as
// they would in real time. It advances at most Limit objects; the clock then
// stands at the instant of the last one. Callers repeat it until
// MoveClockResult.Done. The clock never moves back: a To in the past changes
// nothing. Operators only.
type MoveClock struct {
	To    time.Time
	Limit int
	Skip  []name.Name // domains that failed to advance and are left out
}

// MoveClockResult is the position of the clock after a MoveClock.
type MoveClockResult struct {
	Ahead time.Duration // ahead of real time
	Steps int           // objects advanced
	Done  bool          // the clock is at To, and nothing is due before it
}

// StuckError reports a domain that could not be advanced at its instant.
type StuckError struct {
	Name name.Name
	Err  error
}

func (e *StuckError) Error() string { return fmt.Sprintf("%s is stuck: %v", e.Name, e.Err) }

func (e *StuckError) Unwrap() error { return e.Err }

func (c MoveClock) Run(t *command.Tx) (MoveClockResult, error) {
	if !t.By.Operator() {
		return MoveClockResult{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	ahead, err := readClockAhead(t.Snapshot)
	if err != nil {
		return MoveClockResult{}, err
	}
	wall, moved := t.Runner.WallClock(), MoveClockResult{Ahead: ahead}
	now := wall.Add(ahead).UTC().Truncate(time.Microsecond)
	for ; moved.Steps < c.Limit && !moved.Done; moved.Steps++ {
		d, domainDue, err := findDueDomain(t.Snapshot, c.To, c.Skip)
		if err != nil {
			return moved, err
		}
		until := c.To
		if domainDue {
			until = d.Due()
		}
		tr, contactDue, err := contact.FindDueContactTransfer(t.Snapshot, until)
		if err != nil {
			return moved, err
		}
		if moved.Done = !domainDue && !contactDue; contactDue {
			now = registry.Later(now, tr.Acted)
			if err := contact.AdvanceContactAt(t, tr, now); err != nil {
				return moved, err
			}
			continue
		} else if domainDue {
			now = registry.Later(now, d.Due())
			err = advanceDomainAt(t, d, now)
		} else {
			now = registry.Later(now, c.To)
		}
		if err != nil {
			return moved, &StuckError{d.Name, err}
		}
	}
	moved.Ahead = max(ahead, now.Sub(wall))
	return moved, t.Store.Settings().Put(store.Setting{Key: clockSetting, Value: moved.Ahead.String()})
}

var errDueAgain = errors.New("it is due again at the same instant")

// advanceDomainAt records the transitions of d until now, at the instant now.
func advanceDomainAt(t *command.Tx, d registry.Domain, now time.Time) error {
	d, steps, err := object.RecordTransitions(t.At(now), d)
	if err == nil && (steps == 0 || d.IsDue(now)) {
		return errDueAgain
	}
	return err
}

// clockSetting is the key of the Setting that holds the lead of the
// environment's clock over real time, as a Go duration.
const clockSetting = "clock"

func readClockAhead(s *command.Snapshot) (time.Duration, error) {
	set, err := s.Store.Settings().Get(clockSetting)
	if exists, err := command.IsFound(err); !exists {
		return 0, err
	}
	ahead, err := time.ParseDuration(set.Value)
	if err != nil {
		return 0, fmt.Errorf("setting %s: %w", clockSetting, err)
	}
	return ahead, nil
}

// findDueDomain returns the domain that is due first, at until or before, and
// whether there is one. It leaves out the names in skip.
func findDueDomain(s *command.Snapshot, until time.Time, skip []name.Name) (registry.Domain, bool, error) {
	names, err := s.Store.Domains().Due(until, len(skip)+1)
	if err != nil {
		return registry.Domain{}, false, err
	}
	for _, n := range names {
		if slices.Contains(skip, n) {
			continue
		}
		d, err := s.Store.Domains().Get(n)
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
