package scheduler

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/name"
)

const (
	batchSize = 500 // names queried at once
	workers   = 8   // names advanced concurrently; the store commits them in groups
)

// A retry is the next attempt at a name that failed, in real time.
type retry struct {
	at    time.Time
	pause time.Duration
}

// Sweep advances everything that is due, and returns when nothing is. A name that
// fails is logged, skipped, and retried by a later sweep.
func (s *Scheduler) Sweep(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.advanceContacts(ctx); err != nil {
		return err
	}
	for {
		names, err := command.Ask(ctx, s.Runner, schedulerActor, object.DueDomains{Limit: batchSize + len(s.retries)})
		if err != nil {
			return err
		}
		if names = s.withoutDelayed(names); len(names) == 0 {
			return nil
		}
		s.advanceAll(ctx, names)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// advanceContacts advances a batch of contacts whose transfers are decided by time;
// the next sweep advances more.
func (s *Scheduler) advanceContacts(ctx context.Context) error {
	due, err := command.Ask(ctx, s.Runner, schedulerActor, contact.DueContacts{Limit: batchSize})
	if err != nil {
		return err
	}
	for _, id := range due {
		if _, err := command.Do(ctx, s.Runner, schedulerActor, contact.AdvanceContact{ID: id}); err != nil {
			s.log().Warn("contact cannot be advanced", "contact", string(id), "error", err.Error())
		}
	}
	return ctx.Err()
}

// withoutDelayed returns names without those whose retry is still in the future, and
// deletes the retries of names that are no longer due.
func (s *Scheduler) withoutDelayed(names []name.Name) []name.Name {
	due := map[name.Name]bool{}
	for _, n := range names {
		due[n] = true
	}
	for n := range s.retries {
		if !due[n] {
			delete(s.retries, n)
		}
	}
	now := time.Now()
	return slices.DeleteFunc(names, func(n name.Name) bool { return now.Before(s.retries[n].at) })
}

// advanceAll advances names concurrently.
func (s *Scheduler) advanceAll(ctx context.Context, names []name.Name) {
	var running sync.WaitGroup
	var mu sync.Mutex // guards retries
	queue := make(chan name.Name)
	for range min(workers, len(names)) {
		running.Go(func() {
			for n := range queue {
				steps, err := command.Do(ctx, s.Runner, schedulerActor, object.AdvanceDomain{Name: n})
				if ctx.Err() != nil {
					continue
				}
				mu.Lock()
				s.recordOutcome(n, steps, err)
				mu.Unlock()
			}
		})
	}
	for _, n := range names {
		queue <- n
	}
	close(queue)
	running.Wait()
}

// recordOutcome schedules the retry of a name that did not advance: after a second,
// then two, doubling up to ten minutes.
func (s *Scheduler) recordOutcome(n name.Name, steps int, err error) {
	if err == nil && steps > 0 {
		delete(s.retries, n)
		return
	}
	if s.retries == nil {
		s.retries = map[name.Name]retry{}
	}
	pause := min(max(2*s.retries[n].pause, time.Second), 10*time.Minute)
	s.retries[n] = retry{time.Now().Add(pause), pause}
	if err != nil {
		s.log().Warn("domain cannot be advanced", "name", string(n), "retry_in", pause, "error", err.Error())
	}
}
