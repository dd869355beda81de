package zone

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A ForwardCache returns the URL forwarding of names. It reads a name from the
// store on first use and caches the result until the name changes.
type ForwardCache struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Now      func() time.Time

	mu         sync.RWMutex
	entries    map[name.Name]cachedForward
	generation uint64 // incremented by every change of a domain
}

// A cachedForward is the cached result for one name.
type cachedForward struct {
	to    registry.Forward // zero: the name is not forwarded
	until time.Time        // when a transition of the domain is due; zero: never
}

// maxForwards bounds the number of cached names: about 20 MB.
const maxForwards = 100_000

// Forward returns the forwarding of n. Ok is false if n has none, is on hold,
// deleted or not registered.
func (f *ForwardCache) Forward(ctx context.Context, n name.Name) (registry.Forward, bool, error) {
	if _, ours := f.Policies[n.Parent()]; !ours {
		return registry.Forward{}, false, nil
	}
	now := f.Now()
	f.mu.RLock()
	found, ok := f.entries[n]
	generation := f.generation
	f.mu.RUnlock()
	if !ok || !found.until.IsZero() && !now.Before(found.until) {
		var recorded bool
		var err error
		if found, recorded, err = f.read(ctx, n, now); err != nil {
			return registry.Forward{}, false, err
		}
		if recorded {
			f.remember(n, found, generation)
		}
	}
	return found.to, found.to.URL != "", nil
}

// read returns the forwarding of n at now. Recorded is false if transitions are due
// that are not stored: balances, which do not evict n, may still change the result.
func (f *ForwardCache) read(ctx context.Context, n name.Name, now time.Time) (found cachedForward, recorded bool, err error) {
	recorded = true
	err = f.Store.View(ctx, func(tx store.Tx) error {
		d, err := tx.Domains().Get(n)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		recorded = !d.IsDue(now)
		if d, _, err = d.AtWithFunds(now, f.Policies[n.Parent()], tx.Balances()); err != nil {
			return err
		}
		if found.until = d.Due(); d.Forwards() {
			found.to = d.Forward
		}
		return nil
	})
	return found, recorded, err
}

// remember caches found, unless any domain has changed since generation, which
// was read before found was.
func (f *ForwardCache) remember(n name.Name, found cachedForward, generation uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.generation != generation {
		return
	}
	if len(f.entries) >= maxForwards {
		for old := range f.entries { // any one
			delete(f.entries, old)
			break
		}
	}
	f.entries[n] = found
}

// Load implements Consumer. It empties the cache.
func (f *ForwardCache) Load(context.Context, store.Tx) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entries = map[name.Name]cachedForward{}
	f.generation++
	return nil
}

// Apply implements Consumer.
func (f *ForwardCache) Apply(c registry.Change) error {
	if c.Kind != registry.KindDomain {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.entries, name.Name(c.Key))
	f.generation++
	return nil
}

// Publish implements Consumer.
func (f *ForwardCache) Publish(uint64) {}
