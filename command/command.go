// Package command is the kernel of the use cases: what opens a transaction and what
// every use case needs in it. The packages below it have the use cases themselves, one a
// file.
//
// Begin with this file: a Command has a method Run(*Tx), a Query a method
// Answer(*Snapshot), and Do and Ask are the only functions that open a transaction for
// them. idempotent.go and dry_run.go wrap a command; runner.go has what one environment
// needs (store, policies, key, clock); save.go and domain_save.go write rows together with
// a line of the change log. Frontends and workers call Do and Ask, nothing else does.
package command

import (
	"context"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// Command is a use case that changes the registry. Run may be called more than
// once, so it must have no effect outside its Tx.
type Command[R any] interface {
	Run(*Tx) (R, error)
}

// Preparer is a Command with checks that need no transaction and would hold one up, such
// as questions to other servers. Do calls Prepare once, before the transaction; an error
// refuses the command.
type Preparer interface {
	Prepare(context.Context, *Runner) error
}

// prepare calls Prepare of cmd, or of the command that it wraps.
func prepare(ctx context.Context, r *Runner, cmd any) error {
	switch c := cmd.(type) {
	case Preparer:
		return c.Prepare(ctx, r)
	case Wrapper:
		return prepare(ctx, r, c.Wrapped())
	}
	return nil
}

// Query is a use case that reads the registry and changes nothing.
type Query[R any] interface {
	Answer(*Snapshot) (R, error)
}

// Snapshot is a consistent view of the registry at one instant, for one actor.
type Snapshot struct {
	Now time.Time      // the environment's time, UTC
	By  registry.Actor // the actor that the use case runs for

	ctx    context.Context
	Store  store.Tx
	Runner *Runner
	Taken  func(name.Name) (taken, known bool) // Runner.Taken, for a query; nil: read the store

	Retained func(name.Name) (r namelist.Retained, known bool) // Runner.Retained, likewise
}

// As returns the same view for another actor.
func (s *Snapshot) As(by registry.Actor) *Snapshot {
	other := *s
	other.By = by
	return &other
}

// Tx is the transaction of one command: a Snapshot that may write.
type Tx struct {
	*Snapshot
	dryRun *bool // set by DryRun: roll back at the end; shared with what As and At return
}

// As returns the same transaction for another actor, which its changes are
// recorded for.
func (t *Tx) As(by registry.Actor) *Tx { return &Tx{t.Snapshot.As(by), t.dryRun} }

// At returns the same transaction at another instant, at which its changes are
// recorded.
func (t *Tx) At(now time.Time) *Tx {
	other := *t.Snapshot
	other.Now = now
	return &Tx{&other, t.dryRun}
}

var errDryRun = errors.New("dry run")

// Do runs cmd for by in one transaction, which is rolled back if it returns an
// error. The error is a *registry.Fault when a rule refused the command.
func Do[R any](ctx context.Context, r *Runner, by registry.Actor, cmd Command[R]) (R, error) {
	var result R
	start := r.WallClock()
	err := prepare(ctx, r, cmd)
	if err == nil {
		err = r.Store.Update(ctx, func(st store.Tx) (err error) {
			t := &Tx{&Snapshot{Now: r.Now(), By: by, ctx: ctx, Store: st, Runner: r}, new(bool)}
			if result, err = cmd.Run(t); err == nil && *t.dryRun {
				err = errDryRun
			}
			return err
		})
	}
	if errors.Is(err, errDryRun) {
		err = nil
	}
	r.logCommand(ctx, by, cmd, err, r.WallClock().Sub(start))
	if err != nil {
		var zero R
		return zero, err
	}
	return result, nil
}

// Ask answers q for by from one consistent view of the registry.
func Ask[R any](ctx context.Context, r *Runner, by registry.Actor, q Query[R]) (R, error) {
	var result R
	err := r.Store.View(ctx, func(st store.Tx) (err error) {
		result, err = q.Answer(&Snapshot{Now: r.Now(), By: by, ctx: ctx, Store: st, Runner: r, Taken: r.Taken, Retained: r.Retained})
		return err
	})
	if err != nil {
		var zero R
		return zero, err
	}
	return result, nil
}
