package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var raceTests = map[string]func(*testing.T, Database){
	"of two that find a name free one gets it":   twoCreates,
	"of fifty that create one name one gets it":  fiftyCreates,
	"of two equal requests one has an effect":    twoReplies,
	"concurrent increments lose no update":       countUp,
	"locks in opposite order end in finite time": crossedLocks,
}

var errTaken = errors.New("taken")

// stores opens the database n times, or once if it is not shared.
func stores(t *testing.T, db Database, n int) []store.Store {
	all := []store.Store{open(t, db)}
	for len(all) < n && db.Shared {
		all = append(all, open(t, db))
	}
	return all
}

// create registers a name for r if it is free.
func create(tx store.Tx, n name.Name, r string) error {
	switch _, err := tx.Domains().Get(n); {
	case err == nil:
		return errTaken
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	err := tx.Domains().Put(registry.Domain{Name: n, Registrar: registry.RegistrarID(r), Registrant: registry.ContactID("c-" + r)})
	return errors.Join(err, tx.Append(registry.Change{At: noon, Verb: "create", Kind: registry.KindDomain, Key: string(n)}))
}

func twoCreates(t *testing.T, db Database) {
	all := stores(t, db, 2)
	for round := range 20 {
		n := name.Name(fmt.Sprintf("n%d.example", round))
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 2 {
			wg.Go(func() {
				err := all[i%len(all)].Update(context.Background(), func(tx store.Tx) error { return create(tx, n, fmt.Sprint(i)) })
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, errTaken):
					t.Errorf("%s: got %v, want taken", n, err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%s: %d won, want 1", n, won.Load())
		}
	}
	wantNoGaps(t, changes(t, all[0], 0), 20)
}

func fiftyCreates(t *testing.T, db Database) {
	all := stores(t, db, 2)
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			err := all[i%len(all)].Update(context.Background(), func(tx store.Tx) error { return create(tx, "a.example", fmt.Sprint(i)) })
			switch {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, errTaken):
				t.Errorf("got %v, want taken", err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won, want 1", won.Load())
	}
	view(t, all[0], func(tx store.Tx) error {
		d, err := tx.Domains().Get("a.example")
		if n, _ := tx.Domains().Count(store.DomainQuery{Contact: d.Registrant}); n != 1 {
			t.Errorf("the winner's contact has %d domains, want 1", n)
		}
		return err
	})
	wantNoGaps(t, changes(t, all[0], 0), 1)
}

func twoReplies(t *testing.T, db Database) {
	all := stores(t, db, 2)
	for round := range 20 {
		key := fmt.Sprintf("key %d", round)
		var effects, replays atomic.Int32
		var wg sync.WaitGroup
		for i := range 2 {
			wg.Go(func() {
				replayed := false
				err := all[i%len(all)].Update(context.Background(), func(tx store.Tx) error {
					_, err := tx.Responses().Get(key)
					if replayed = err == nil; replayed {
						return nil
					}
					return tx.Responses().Put(store.StoredResponse{Key: key, Expires: noon, Body: []byte{byte(i)}})
				})
				switch {
				case err != nil:
					t.Error(err)
				case replayed:
					replays.Add(1)
				default:
					effects.Add(1)
				}
			})
		}
		wg.Wait()
		if effects.Load() != 1 || replays.Load() != 1 {
			t.Errorf("%s: %d effects and %d replays, want one of each", key, effects.Load(), replays.Load())
		}
	}
}

// countUp increments by reading and writing: a row that an Update reads by key
// must not change until its end.
func countUp(t *testing.T, db Database) {
	all := stores(t, db, 2)
	const workers, steps = 16, 25
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for range steps {
				err := all[i%len(all)].Update(context.Background(), func(tx store.Tx) error {
					h, err := tx.Hosts().Get("ns1.a.example")
					if err != nil && !errors.Is(err, store.ErrNotFound) {
						return err
					}
					h.Name = "ns1.a.example"
					h.Number++
					return tx.Hosts().Put(h)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	view(t, all[0], func(tx store.Tx) error {
		h, err := tx.Hosts().Get("ns1.a.example")
		if h.Number != workers*steps {
			t.Errorf("counted to %d, want %d", h.Number, workers*steps)
		}
		return err
	})
}

// crossedLocks locks two rows in either order.
func crossedLocks(t *testing.T, db Database) {
	all := stores(t, db, 2)
	var wg sync.WaitGroup
	for i := range 40 {
		keys := []string{"a", "b"}
		if i%2 == 1 {
			keys = []string{"b", "a"}
		}
		wg.Go(func() {
			err := all[i/2%len(all)].Update(context.Background(), func(tx store.Tx) error {
				for _, k := range keys {
					v, err := tx.Settings().Get(k)
					if err != nil && !errors.Is(err, store.ErrNotFound) {
						return err
					}
					if err := tx.Settings().Put(store.Setting{Key: k, Value: v.Value + "x"}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	view(t, all[0], func(tx store.Tx) error {
		a, err := tx.Settings().Get("a")
		if len(a.Value) != 40 {
			t.Errorf("got %d steps, want 40", len(a.Value))
		}
		return err
	})
}
