package clock

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
)

const (
	portion = 500 // names asked for at once
	hands   = 8   // names under way at once; the engine commits them together
)

// A retry is when a name that made trouble is tried again, by real time.
type retry struct {
	at    time.Time
	pause time.Duration
}

// Sweep has all that is due written down, and returns when nothing is. A name
// that makes trouble is logged, left behind, and tried again by a later sweep.
func (f *Face) Sweep(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.contacts(ctx); err != nil {
		return err
	}
	for {
		names, err := command.Ask(ctx, f.Runner, self, command.Due{Limit: portion + len(f.late)})
		if err != nil {
			return err
		}
		if names = f.ready(names); len(names) == 0 {
			return nil
		}
		f.advance(ctx, names)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// contacts has a portion of the contacts written down whose transfers are
// decided by time; what is left is the next sweep's.
func (f *Face) contacts(ctx context.Context) error {
	due, err := command.Ask(ctx, f.Runner, self, command.DueContacts{Limit: portion})
	if err != nil {
		return err
	}
	for _, id := range due {
		if _, err := command.Do(ctx, f.Runner, self, command.AdvanceContact{ID: id}); err != nil {
			f.log().Warn("a contact is stuck", "contact", string(id), "error", err.Error())
		}
	}
	return ctx.Err()
}

// ready returns names without those whose time to be tried again has not come,
// and forgets the trouble of those that are no longer due.
func (f *Face) ready(names []name.Name) []name.Name {
	due := map[name.Name]bool{}
	for _, n := range names {
		due[n] = true
	}
	for n := range f.late {
		if !due[n] {
			delete(f.late, n)
		}
	}
	now := time.Now()
	return slices.DeleteFunc(names, func(n name.Name) bool { return now.Before(f.late[n].at) })
}

func (f *Face) advance(ctx context.Context, names []name.Name) {
	var hand sync.WaitGroup
	var mu sync.Mutex // of late
	queue := make(chan name.Name)
	for range min(hands, len(names)) {
		hand.Go(func() {
			for n := range queue {
				steps, err := command.Do(ctx, f.Runner, self, command.Advance{Name: n})
				if ctx.Err() != nil {
					continue
				}
				mu.Lock()
				f.note(n, steps, err)
				mu.Unlock()
			}
		})
	}
	for _, n := range names {
		queue <- n
	}
	close(queue)
	hand.Wait()
}

// note remembers a name that did not move: after a second it is tried again,
// then after two, and so on up to ten minutes.
func (f *Face) note(n name.Name, steps int, err error) {
	if err == nil && steps > 0 {
		delete(f.late, n)
		return
	}
	if f.late == nil {
		f.late = map[name.Name]retry{}
	}
	pause := min(max(2*f.late[n].pause, time.Second), 10*time.Minute)
	f.late[n] = retry{time.Now().Add(pause), pause}
	if err != nil {
		f.log().Warn("a name is stuck", "name", string(n), "again in", pause, "error", err.Error())
	}
}
