// Package command is what a registry does: one file per use case, and the two
// doors, Do and Ask, through which each of them reaches the store.
package command

import (
	"context"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Command is one use case that changes something. Run may be called more
// than once, so it reaches the world only through its Tx.
type Command[R any] interface {
	Run(*Tx) (R, error)
}

// A Query is one use case that only looks.
type Query[R any] interface {
	Answer(*Snapshot) (R, error)
}

// A Snapshot is the registry at one instant, seen by one actor.
type Snapshot struct {
	Now time.Time
	By  registry.Actor

	ctx   context.Context
	st    store.Tx
	run   *Runner
	taken func(name.Name) (taken, known bool) // Runner.Taken, for a query; nil: the store is asked
}

// A Tx is the transaction that a command runs in: a Snapshot that may write.
type Tx struct {
	Snapshot
	rehearsal bool
}

var errRehearsed = errors.New("rehearsed")

// Do runs cmd for by in one transaction: all of it happens, or none. It
// returns a *registry.Fault when a rule refused it.
func Do[R any](ctx context.Context, r *Runner, by registry.Actor, cmd Command[R]) (R, error) {
	var result R
	start := r.wall()
	err := r.Store.Update(ctx, func(st store.Tx) (err error) {
		t := &Tx{Snapshot: Snapshot{Now: r.Now(), By: by, ctx: ctx, st: st, run: r}}
		if result, err = cmd.Run(t); err == nil && t.rehearsal {
			err = errRehearsed
		}
		return err
	})
	if errors.Is(err, errRehearsed) {
		err = nil
	}
	r.note(ctx, by, cmd, err, r.wall().Sub(start))
	if err != nil {
		var none R
		return none, err
	}
	return result, nil
}

// Ask answers q for by from one instant of the registry.
func Ask[R any](ctx context.Context, r *Runner, by registry.Actor, q Query[R]) (R, error) {
	var result R
	err := r.Store.View(ctx, func(st store.Tx) (err error) {
		result, err = q.Answer(&Snapshot{Now: r.Now(), By: by, ctx: ctx, st: st, run: r, taken: r.Taken})
		return err
	})
	if err != nil {
		var none R
		return none, err
	}
	return result, nil
}
