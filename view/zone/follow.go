package zone

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

// A Consumer is in-memory state derived from the registry, such as a View. Its
// methods are called by one goroutine at a time.
type Consumer interface {
	// Load replaces the state by what tx shows.
	Load(ctx context.Context, tx store.Tx) error
	// Apply adds one change to the current batch. Changes come in commit order,
	// each once.
	Apply(registry.Change) error
	// Publish ends a batch: from now on readers see the registry as of change
	// seq.
	Publish(seq uint64)
}

// A Follower keeps consumers up to date with the change log.
type Follower struct {
	Store     store.Store
	Log       *slog.Logger // nil: none
	Consumers []Consumer

	nextCommit atomic.Pointer[<-chan struct{}] // closed by a commit that is not published yet; nil: not caught up yet
	unapplied  atomic.Uint64                   // changes that a consumer did not apply

	mu         sync.Mutex
	seq        uint64        // published by all consumers
	seqChanged chan struct{} // closed when seq changes; nil: no Wait is running
}

// publishBatch is the number of changes that are applied before they are
// published.
const publishBatch = 1000

// Load loads all consumers from one snapshot of the store.
func (f *Follower) Load(ctx context.Context) error {
	var seq uint64
	err := f.Store.View(ctx, func(tx store.Tx) (err error) {
		if seq, err = tx.LastSeq(); err != nil {
			return err
		}
		for _, p := range f.Consumers {
			if err := p.Load(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("load in-memory views: %w", err)
	}
	f.publish(seq)
	return nil
}

// Run follows the change log until ctx ends. Load must have been called.
func (f *Follower) Run(ctx context.Context) {
	const pause = time.Second // after a failure
	for ctx.Err() == nil {
		more := f.Store.Committed()
		switch err := f.catchUp(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			if f.Log != nil {
				f.Log.Error("cannot follow the change log", "seq", f.Seq(), "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		default:
			f.nextCommit.Store(&more)
			select {
			case <-ctx.Done():
			case <-more:
			}
		}
	}
}

// catchUp applies the changes after Seq.
func (f *Follower) catchUp(ctx context.Context) error {
	at, n := f.Seq(), 0
	for c, err := range f.Store.Changes(ctx, at) {
		if err != nil {
			f.publish(at)
			return err
		}
		for _, p := range f.Consumers {
			if err := p.Apply(c); err != nil { // the others are applied, so that what can be read is as new as possible
				f.unapplied.Add(1)
				if f.Log != nil {
					f.Log.Error("the in-memory views lack a change until the next start", "seq", c.Seq, "error", err)
				}
			}
		}
		if at, n = c.Seq, n+1; n%publishBatch == 0 {
			f.publish(at)
		}
	}
	if n > 0 {
		f.publish(at)
	}
	return nil
}

func (f *Follower) publish(seq uint64) {
	for _, p := range f.Consumers {
		p.Publish(seq)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seq = seq
	if f.seqChanged != nil {
		close(f.seqChanged)
		f.seqChanged = nil
	}
}

// Seq returns the Seq of the last change that all consumers have published.
func (f *Follower) Seq() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seq
}

// Unapplied returns the number of changes that a consumer could not apply since Load. The
// consumers serve the last state that they could build, without these changes.
func (f *Follower) Unapplied() uint64 { return f.unapplied.Load() }

// Fresh reports whether the consumers have published all commits of this
// process, and those of other processes until a second ago. It is false for good once a
// change could not be applied.
func (f *Follower) Fresh() bool {
	next := f.nextCommit.Load()
	if next == nil || f.Unapplied() > 0 {
		return false
	}
	select {
	case <-*next:
		return false
	default:
		return true
	}
}

// Wait returns nil once Seq is at least seq, or the error of ctx if it ends
// before.
func (f *Follower) Wait(ctx context.Context, seq uint64) error {
	for {
		f.mu.Lock()
		if f.seq >= seq {
			f.mu.Unlock()
			return nil
		}
		if f.seqChanged == nil {
			f.seqChanged = make(chan struct{})
		}
		moved := f.seqChanged
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		}
	}
}
