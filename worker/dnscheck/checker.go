// Package dnscheck asks the name servers of domains that wait for them
// (registry.ServerCheck), and records what they answer.
//
// Begin with this file: a Checker learns from the change log which domains wait. probe.go
// has the questions, resolver.go finds addresses.
package dnscheck

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/delegation"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

const (
	perRegistrar = 4                      // domains of one registrar asked about at once: slow servers do not hold up the others'
	concurrent   = 16                     // domains asked about at once
	maxPause     = 6 * time.Hour          // between two attempts
	pollPause    = 500 * time.Millisecond // between two looks for what is due
	askTimeout   = time.Minute            // of one attempt
)

// A Checker follows the change log and asks the name servers of the domains that wait for
// them, again and again with growing pauses, until they answer or the wait ends. Several
// processes may do so for one store.
type Checker struct {
	Runner *command.Runner
	Probe  Probe
	Log    *slog.Logger  // nil: slog.Default()
	Pause  time.Duration // after the first attempt; it doubles up to six hours. 0: none

	mu      sync.Mutex
	waiting map[name.Name]*attempt
	running map[registry.RegistrarID]int // attempts in progress
}

// An attempt is the next question about a domain, in real time.
type attempt struct {
	since   time.Time // ServerCheck.Since
	sponsor registry.RegistrarID
	at      time.Time
	pause   time.Duration
	running bool
}

var checkerActor = registry.Actor{Scheduled: true, Frontend: "dnscheck"}

// Load reads from the store which domains wait.
func (c *Checker) Load(ctx context.Context, tx store.Tx) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = map[name.Name]*attempt{}
	if c.running == nil { // else attempts are in progress
		c.running = map[registry.RegistrarID]int{}
	}
	for _, s := range []registry.Status{registry.DNSHold, registry.StatusPendingUpdate} {
		page := store.DomainQuery{Statuses: []registry.Status{s}, Limit: 500}
		for {
			list, err := tx.Domains().List(page)
			if err != nil {
				return fmt.Errorf("domains with %s: %w", s, err)
			}
			for _, d := range list {
				c.follow(d)
			}
			if len(list) < page.Limit {
				break
			}
			page.After = list[len(list)-1].Name
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Apply implements zone.Consumer.
func (c *Checker) Apply(change registry.Change) error {
	if change.Kind != registry.KindDomain {
		return nil
	}
	d := registry.Domain{Name: name.Name(change.Key)}
	if bytes.Contains(change.After, []byte(`"server_check"`)) {
		if err := registry.DecodeDocument(change.After, &d); err != nil {
			return fmt.Errorf("domain %s: %w", change.Key, err)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.follow(d)
	return nil
}

// Publish implements zone.Consumer.
func (c *Checker) Publish(uint64) {}

// follow notes whether a domain waits. c.mu is held.
func (c *Checker) follow(d registry.Domain) {
	w := d.ServerCheck
	switch old := c.waiting[d.Name]; {
	case w == nil || w.Ends.IsZero():
		delete(c.waiting, d.Name)
	case old == nil || !old.since.Equal(w.Since):
		c.waiting[d.Name] = &attempt{since: w.Since, sponsor: d.Registrar, at: c.Runner.WallClock(), pause: c.Pause}
	}
}

// Waiting returns the number of domains that wait for their name servers.
func (c *Checker) Waiting() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.waiting)
}

// Run asks until ctx ends.
func (c *Checker) Run(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	for {
		for n, a := range c.start() {
			running.Go(func() { c.attempt(ctx, n, a) })
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pollPause):
		}
	}
}

// start returns domains whose attempt is due, and marks them as running: as many as the
// bounds in total and of their registrars allow.
func (c *Checker) start() map[name.Name]*attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	total := 0
	for _, n := range c.running {
		total += n
	}
	now, due := c.Runner.WallClock(), map[name.Name]*attempt{}
	for n, a := range c.waiting {
		if total == concurrent {
			break
		}
		if !a.running && !now.Before(a.at) && c.running[a.sponsor] < perRegistrar {
			a.running = true
			c.running[a.sponsor]++
			total++
			due[n] = a
		}
	}
	return due
}

// attempt asks the name servers of n once, records the outcome, and plans the next attempt.
func (c *Checker) attempt(ctx context.Context, n name.Name, a *attempt) {
	if err := c.ask(ctx, n); err != nil && ctx.Err() == nil {
		c.log().Warn("name servers cannot be checked", "name", string(n), "retry_in", a.pause.String(), "error", err.Error())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running[a.sponsor]--; c.running[a.sponsor] == 0 {
		delete(c.running, a.sponsor)
	}
	a.running, a.at = false, c.Runner.WallClock().Add(a.pause)
	a.pause = min(2*a.pause, maxPause)
}

func (c *Checker) ask(ctx context.Context, n name.Name) error {
	d, err := command.Ask(ctx, c.Runner, checkerActor, delegation.ServerCheck{Name: n})
	if err != nil || d.ServerCheck == nil {
		return err
	}
	asking, stop := context.WithTimeout(ctx, askTimeout)
	defer stop()
	failure, err := c.Probe.Ask(asking, d)
	if err != nil {
		return err
	}
	_, err = command.Do(ctx, c.Runner, checkerActor, delegation.RecordServerCheck{Name: n, Since: d.ServerCheck.Since, Failure: failure})
	return err
}

func (c *Checker) log() *slog.Logger {
	if c.Log == nil {
		return slog.Default()
	}
	return c.Log
}
