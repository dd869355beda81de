// Package view is the public picture of the registry: what is kept in memory
// and follows the change log, and read-only look-ups in the store, projected to
// now. It decides nothing.
package view

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Picture is something in memory that shows the registry. Its methods are
// called by one goroutine at a time.
type Picture interface {
	// Load replaces all of it by what tx shows.
	Load(ctx context.Context, tx store.Tx) error
	// Apply takes one change into account. Changes come in commit order, each
	// once.
	Apply(registry.Change) error
	// Publish ends a batch: from now on the picture shows the registry as it
	// was after the change of that sequence.
	Publish(seq uint64)
}

// A Follower keeps pictures as the registry is.
type Follower struct {
	Store    store.Store
	Log      *slog.Logger // nil: none
	Pictures []Picture

	next atomic.Pointer[<-chan struct{}] // closed when there is something that is not shown yet; nil: who knows

	mu    sync.Mutex
	seq   uint64        // shown by all pictures
	moved chan struct{} // closed when seq moves; nil: nobody waits
}

// batch is how many changes are applied before they are published.
const batch = 1000

// Load shows the registry as it is now: all pictures the same instant.
func (f *Follower) Load(ctx context.Context) error {
	var seq uint64
	err := f.Store.View(ctx, func(tx store.Tx) (err error) {
		if seq, err = tx.Last(); err != nil {
			return err
		}
		for _, p := range f.Pictures {
			if err := p.Load(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("load the public picture: %w", err)
	}
	f.publish(seq)
	return nil
}

// Run follows the change log until ctx ends. Load comes first.
func (f *Follower) Run(ctx context.Context) {
	const pause = time.Second // after a failure
	for ctx.Err() == nil {
		more := f.Store.Committed()
		switch err := f.catchUp(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			if f.Log != nil {
				f.Log.Error("the public picture stands still", "seq", f.Seq(), "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		default:
			f.next.Store(&more)
			select {
			case <-ctx.Done():
			case <-more:
			}
		}
	}
}

// catchUp applies what was committed since.
func (f *Follower) catchUp(ctx context.Context) error {
	at, n := f.Seq(), 0
	for c, err := range f.Store.Changes(ctx, at) {
		if err != nil {
			f.publish(at)
			return err
		}
		for _, p := range f.Pictures {
			if err := p.Apply(c); err != nil {
				if f.Log != nil { // a line that nobody can read must not hold up the rest
					f.Log.Error("a change is not in the public picture", "seq", c.Seq, "error", err)
				}
			}
		}
		if at, n = c.Seq, n+1; n%batch == 0 {
			f.publish(at)
		}
	}
	if n > 0 {
		f.publish(at)
	}
	return nil
}

func (f *Follower) publish(seq uint64) {
	for _, p := range f.Pictures {
		p.Publish(seq)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seq = seq
	if f.moved != nil {
		close(f.moved)
		f.moved = nil
	}
}

// Seq returns the sequence of the change up to which all pictures show the
// registry.
func (f *Follower) Seq() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seq
}

// Fresh reports whether the pictures show all that was committed by this
// process, and by others up to a second ago.
func (f *Follower) Fresh() bool {
	next := f.next.Load()
	if next == nil {
		return false
	}
	select {
	case <-*next:
		return false
	default:
		return true
	}
}

// Wait returns once Seq is seq or above, or ctx ends: then with its error.
func (f *Follower) Wait(ctx context.Context, seq uint64) error {
	for {
		f.mu.Lock()
		if f.seq >= seq {
			f.mu.Unlock()
			return nil
		}
		if f.moved == nil {
			f.moved = make(chan struct{})
		}
		moved := f.moved
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}
