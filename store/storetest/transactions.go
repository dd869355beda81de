package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var transactionStories = map[string]func(*testing.T, Place){
	"a function that fails leaves nothing":                      failureLeavesNothing,
	"a function that panics leaves nothing":                     panicLeavesNothing,
	"a function that ends its goroutine harms nobody":           exitHarmsNobody,
	"failing neighbours leave the others committed":             neighbours,
	"a function that swallows a conflict is rolled back":        swallowed,
	"a function that asks for it runs again":                    runsAgain,
	"a view sees one instant":                                   viewSeesOneInstant,
	"a view cannot write":                                       viewCannotWrite,
	"an ended context runs nothing":                             endedContext,
	"a function whose context ends while it waits is skipped":   skippedContext,
	"a context that ends after the start changes nothing":       startedContext,
	"numbers are given out once, also after opening anew":       numbers,
	"a closed store refuses":                                    closed,
	"a table can be walked and written in the same transaction": walkAndWrite,
}

var errTest = errors.New("the test says no")

// everything writes something of every sort.
func everything(tx store.Tx) error {
	d := registry.Domain{Name: "a.example", Registrar: "alice", Registrant: "c-1", Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}}}
	err := errors.Join(
		tx.Purses().Open("registrar:alice", "EUR"),
		tx.Domains().Put(d),
		tx.Purses().Count("registrar:alice", 1),
		tx.Append(registry.Change{At: noon, Verb: "create", Kind: registry.KindDomain, Key: "a.example"}))
	_, posted := tx.Purses().Post(money.Entry{At: noon, Memo: "top-up", Postings: money.Move(money.Bank, money.Deposit("alice"), money.EUR(500))})
	return errors.Join(err, posted)
}

// nothing reports what everything has left.
func nothing(t *testing.T, s store.Store) {
	t.Helper()
	view(t, s, func(tx store.Tx) error {
		_, err := tx.Domains().Get("a.example")
		missing(t, "domain", err)
		_, err = tx.Purses().Get("registrar:alice")
		missing(t, "purse", err)
		linked, err1 := tx.Domains().Count(store.DomainQuery{Host: "ns1.a.example"})
		entries, err2 := tx.Purses().Entries(money.Bank, 0, 10)
		if linked != 0 || len(entries) != 0 {
			t.Errorf("got %d links and %d entries, want none", linked, len(entries))
		}
		return errors.Join(err1, err2)
	})
	compare(t, "changes", changes(t, s, 0), []registry.Change(nil))
}

func failureLeavesNothing(t *testing.T, p Place) {
	s := open(t, p)
	err := s.Update(t.Context(), func(tx store.Tx) error { return errors.Join(everything(tx), errTest) })
	if !errors.Is(err, errTest) {
		t.Errorf("got %v, want the function's error", err)
	}
	nothing(t, s)
	update(t, s, everything)
	if got := changes(t, s, 0); len(got) != 1 || got[0].Seq != 1 {
		t.Errorf("got %v, want one change with sequence 1: the roll-back must not use one up", got)
	}
}

func panicLeavesNothing(t *testing.T, p Place) {
	s := open(t, p)
	func() {
		defer func() {
			if v := fmt.Sprint(recover()); !strings.Contains(v, "oops") || !strings.Contains(v, "transactions.go") {
				t.Errorf("got panic %q, want the function's, with its stack", v)
			}
		}()
		s.Update(t.Context(), func(tx store.Tx) error {
			everything(tx)
			panic("oops")
		})
	}()
	nothing(t, s)
	update(t, s, everything)
}

func exitHarmsNobody(t *testing.T, p Place) {
	s := open(t, p)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := s.Update(context.Background(), func(tx store.Tx) error {
				if i%7 == 3 {
					runtime.Goexit() // as t.Fatal does
				}
				return tx.Settings().Put(store.Setting{Key: fmt.Sprint(i)})
			})
			if err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wg.Wait()
	view(t, s, func(tx store.Tx) error {
		for i := range 20 {
			if _, err := tx.Settings().Get(fmt.Sprint(i)); (err == nil) != (i%7 != 3) {
				t.Errorf("%d: got %v", i, err)
			}
		}
		return nil
	})
}

func neighbours(t *testing.T, p Place) {
	s := open(t, p)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			defer func() {
				if v := recover(); (v != nil) != (i%5 == 2) {
					t.Errorf("%d: got panic %v", i, v)
				}
			}()
			err := s.Update(context.Background(), func(tx store.Tx) error {
				err := errors.Join(tx.Domains().Put(registry.Domain{Name: name.Name(fmt.Sprintf("n%02d.example", i))}),
					tx.Append(registry.Change{At: noon, Key: fmt.Sprint(i)}))
				switch i % 5 {
				case 1:
					return errTest
				case 2:
					panic("oops")
				}
				return err
			})
			if errors.Is(err, errTest) != (i%5 == 1) || err != nil && !errors.Is(err, errTest) {
				t.Errorf("%d: got %v", i, err)
			}
		})
	}
	wg.Wait()
	view(t, s, func(tx store.Tx) error {
		for i := range 100 {
			_, err := tx.Domains().Get(name.Name(fmt.Sprintf("n%02d.example", i)))
			if there := i%5 != 1 && i%5 != 2; (err == nil) != there {
				t.Errorf("%d: got %v, want it there: %v", i, err, there)
			}
		}
		return nil
	})
	gapless(t, changes(t, s, 0), 60)
}

func swallowed(t *testing.T, p Place) {
	s := open(t, p)
	update(t, s, func(tx store.Tx) error { return tx.Domains().Put(registry.Domain{Name: "a.example", UUID: "1"}) })
	err := s.Update(t.Context(), func(tx store.Tx) error {
		tx.Domains().Put(registry.Domain{Name: "b.example"})
		tx.Domains().Put(registry.Domain{Name: "c.example", UUID: "1"})
		tx.Domains().Get("a.example")
		return nil
	})
	if !errors.Is(err, store.ErrConflict) {
		t.Errorf("got %v, want a conflict", err)
	}
	view(t, s, func(tx store.Tx) error {
		_, err := tx.Domains().Get("b.example")
		missing(t, "what it wrote before", err)
		return nil
	})
}

func runsAgain(t *testing.T, p Place) {
	s := open(t, p)
	runs := 0
	update(t, s, func(tx store.Tx) error {
		if runs++; runs < 3 {
			return fmt.Errorf("once more: %w", store.ErrConflict)
		}
		return tx.Settings().Put(store.Setting{Key: "runs", Value: fmt.Sprint(runs)})
	})
	if runs != 3 {
		t.Errorf("ran %d times, want 3", runs)
	}
}

func viewSeesOneInstant(t *testing.T, p Place) {
	s := open(t, p)
	put := func(v string) {
		update(t, s, func(tx store.Tx) error {
			return errors.Join(tx.Settings().Put(store.Setting{Key: "a", Value: v}), tx.Settings().Put(store.Setting{Key: "b", Value: v}))
		})
	}
	put("before")
	view(t, s, func(tx store.Tx) error {
		a, err1 := tx.Settings().Get("a")
		put("after")
		b, err2 := tx.Settings().Get("b")
		if a.Value != "before" || b.Value != "before" {
			t.Errorf("got %q, then %q, want both before", a.Value, b.Value)
		}
		return errors.Join(err1, err2)
	})
	view(t, s, func(tx store.Tx) error {
		a, err := tx.Settings().Get("a")
		if a.Value != "after" {
			t.Errorf("later: got %q", a.Value)
		}
		return err
	})
}

func viewCannotWrite(t *testing.T, p Place) {
	s := open(t, p)
	view(t, s, func(tx store.Tx) error {
		_, noID := tx.NextID()
		_, noPost := tx.Purses().Post(money.Entry{At: noon, Postings: money.Move(money.Bank, money.Revenue, money.EUR(1))})
		_, noPurge := tx.Tokens().Purge(noon, 1)
		for what, err := range map[string]error{
			"put": tx.Domains().Put(registry.Domain{Name: "a.example"}), "delete": tx.Hosts().Delete("ns1.a.example"),
			"append": tx.Append(registry.Change{}), "open": tx.Purses().Open("account:a", "EUR"),
			"count": tx.Purses().Count("account:a", 1), "number": noID, "post": noPost, "purge": noPurge,
			"delete a domain": tx.Domains().Delete("a.example"),
		} {
			if err == nil || errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v, want a refusal", what, err)
			}
		}
		return nil
	})
	nothing(t, s)
}

func endedContext(t *testing.T, p Place) {
	s := open(t, p)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	fn := func(store.Tx) error { t.Error("it ran"); return nil }
	for what, err := range map[string]error{"update": s.Update(ctx, fn), "view": s.View(ctx, fn)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want that it was cancelled", what, err)
		}
	}
	for _, err := range s.Changes(ctx, 0) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("changes: got %v, want that it was cancelled", err)
		}
	}
}

func skippedContext(t *testing.T, p Place) {
	s := open(t, p)
	busy, release := make(chan bool), make(chan bool)
	var wg sync.WaitGroup
	for range 8 { // as many as an engine may run at once
		wg.Go(func() {
			s.Update(context.Background(), func(store.Tx) error {
				select {
				case busy <- true:
				case <-release:
				}
				<-release
				return nil
			})
		})
	}
	<-busy
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	done := make(chan error)
	go func() {
		done <- s.Update(ctx, func(store.Tx) error { t.Error("it ran"); return nil })
	}()
	if err := <-done; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want that its time was over", err)
	}
	close(release)
	wg.Wait()
}

func startedContext(t *testing.T, p Place) {
	s := open(t, p)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx store.Tx) error {
		cancel()
		return everything(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	gapless(t, changes(t, s, 0), 1)
}

func numbers(t *testing.T, p Place) {
	seen := map[int64]bool{}
	for range 2 {
		s := open(t, p)
		var mu sync.Mutex
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				var ids []int64
				err := s.Update(context.Background(), func(tx store.Tx) error {
					ids = nil
					for range 70 {
						id, err := tx.NextID()
						if err != nil {
							return err
						}
						ids = append(ids, id)
					}
					if i%3 == 0 {
						return errTest
					}
					return nil
				})
				mu.Lock()
				defer mu.Unlock()
				for j, id := range ids {
					if seen[id] || id < 1 || j > 0 && id <= ids[j-1] {
						t.Errorf("got %d twice or out of order: %v", id, err)
					}
					seen[id] = true
				}
			})
		}
		wg.Wait()
		s.Close()
	}
}

func closed(t *testing.T, p Place) {
	s := open(t, p)
	s.Close()
	if s.Update(t.Context(), everything) == nil || s.View(t.Context(), everything) == nil {
		t.Error("a closed store worked")
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed again: %v", err)
	}
}

func walkAndWrite(t *testing.T, p Place) {
	s := open(t, p)
	const n = 450 // more than is read at once
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			if err := tx.Accounts().Put(registry.Account{ID: registry.AccountID(fmt.Sprintf("a%03d", i))}); err != nil {
				return err
			}
		}
		return nil
	})
	seen := 0
	update(t, s, func(tx store.Tx) error {
		seen = 0
		for a, err := range tx.Accounts().All() {
			if err != nil {
				return err
			}
			seen++
			a.Org = "Example"
			if err := tx.Accounts().Put(a); err != nil {
				return err
			}
		}
		return nil
	})
	if seen != n {
		t.Errorf("walked over %d accounts, want %d", seen, n)
	}
}
