package view

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Forwards knows where names send their visitors. It reads a name from the
// store when it is first asked for it, and remembers until the name changes.
type Forwards struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Now      func() time.Time

	mu    sync.RWMutex
	known map[name.Name]forward
	moved uint64 // grows with every change of a name
}

// A forward is what is remembered of one name: that it leads nowhere, too.
type forward struct {
	to    registry.Forward
	until time.Time // then time itself changes the name; zero: never
}

// remembered bounds Forwards' memory: about 20 MB.
const remembered = 100_000

// Forward returns where n sends its visitors, and whether it does at all: names
// on hold and deleted ones do not.
func (f *Forwards) Forward(ctx context.Context, n name.Name) (registry.Forward, bool, error) {
	if _, sold := f.Policies[n.Parent()]; !sold {
		return registry.Forward{}, false, nil
	}
	now := f.Now()
	f.mu.RLock()
	found, ok := f.known[n]
	moved := f.moved
	f.mu.RUnlock()
	if !ok || !found.until.IsZero() && !now.Before(found.until) {
		var err error
		if found, err = f.read(ctx, n, now); err != nil {
			return registry.Forward{}, false, err
		}
		f.remember(n, found, moved)
	}
	return found.to, found.to.URL != "", nil
}

func (f *Forwards) read(ctx context.Context, n name.Name, now time.Time) (found forward, err error) {
	err = f.Store.View(ctx, func(tx store.Tx) error {
		d, err := tx.Domains().Get(n)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		d, _ = d.At(now, f.Policies[n.Parent()])
		if found.until = d.Due(); d.Forwards() {
			found.to = d.Forward
		}
		return nil
	})
	return found, err
}

// remember keeps what was read, unless a name has changed since moved was
// looked at: it may be this one.
func (f *Forwards) remember(n name.Name, found forward, moved uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.moved != moved {
		return
	}
	if len(f.known) >= remembered {
		for old := range f.known { // whichever comes first
			delete(f.known, old)
			break
		}
	}
	f.known[n] = found
}

// Load implements Picture: nothing is known yet.
func (f *Forwards) Load(context.Context, store.Tx) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known = map[name.Name]forward{}
	f.moved++
	return nil
}

// Apply implements Picture.
func (f *Forwards) Apply(c registry.Change) error {
	if c.Kind != registry.KindDomain {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, name.Name(c.Key))
	f.moved++
	return nil
}

// Publish implements Picture.
func (f *Forwards) Publish(uint64) {}
