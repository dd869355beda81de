package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var transactionTests = map[string]func(*testing.T, Database){
	"a function that fails leaves nothing":                failureLeavesNothing,
	"a function that panics leaves nothing":               panicLeavesNothing,
	"a function that ends its goroutine affects no other": goexitIsIsolated,
	"failing functions of a batch affect no other":        failingNeighbours,
	"a function that ignores a conflict is rolled back":   swallowedConflict,
	"a function that returns ErrConflict runs again":      runsAgain,
}

var errTest = errors.New("test error")

// writeEverything writes to several tables, the ledger and the change log.
func writeEverything(tx store.Tx) error {
	d := registry.Domain{Name: "a.example", Registrar: "alice", Registrant: "c-1", Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}}}
	err := errors.Join(
		tx.Balances().Open("registrar:alice", "EUR"),
		tx.Domains().Put(d),
		tx.Balances().AddDomains("registrar:alice", 1),
		tx.Append(registry.Change{At: noon, Verb: "create", Kind: registry.KindDomain, Key: "a.example"}))
	_, posted := tx.Balances().Post(money.Entry{At: noon, Memo: "top-up", Postings: money.Move(money.Bank, money.Deposit("alice"), money.EUR(500))})
	return errors.Join(err, posted)
}

// wantNothingWritten reports a test error if writes of writeEverything remain.
func wantNothingWritten(t *testing.T, s store.Store) {
	t.Helper()
	view(t, s, func(tx store.Tx) error {
		_, err := tx.Domains().Get("a.example")
		wantNotFound(t, "domain", err)
		_, err = tx.Balances().Get("registrar:alice")
		wantNotFound(t, "balance", err)
		linked, err1 := tx.Domains().Count(store.DomainQuery{Host: "ns1.a.example"})
		entries, err2 := tx.Balances().Entries(money.Bank, 0, 10)
		if linked != 0 || len(entries) != 0 {
			t.Errorf("got %d links and %d entries, want none", linked, len(entries))
		}
		return errors.Join(err1, err2)
	})
	wantEqual(t, "changes", changes(t, s, 0), []registry.Change(nil))
}

func failureLeavesNothing(t *testing.T, db Database) {
	s := open(t, db)
	err := s.Update(t.Context(), func(tx store.Tx) error { return errors.Join(writeEverything(tx), errTest) })
	if !errors.Is(err, errTest) {
		t.Errorf("got %v, want the function's error", err)
	}
	wantNothingWritten(t, s)
	update(t, s, writeEverything)
	if got := changes(t, s, 0); len(got) != 1 || got[0].Seq != 1 {
		t.Errorf("got %v, want one change with sequence 1: the roll-back must not use up a sequence", got)
	}
}

func panicLeavesNothing(t *testing.T, db Database) {
	s := open(t, db)
	func() {
		defer func() {
			if v := fmt.Sprint(recover()); !strings.Contains(v, "oops") || !strings.Contains(v, "transactions.go") {
				t.Errorf("got panic %q, want the function's, with its stack", v)
			}
		}()
		s.Update(t.Context(), func(tx store.Tx) error {
			writeEverything(tx)
			panic("oops")
		})
	}()
	wantNothingWritten(t, s)
	update(t, s, writeEverything)
}

func goexitIsIsolated(t *testing.T, db Database) {
	s := open(t, db)
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

func failingNeighbours(t *testing.T, db Database) {
	s := open(t, db)
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
			if exists := i%5 != 1 && i%5 != 2; (err == nil) != exists {
				t.Errorf("%d: got %v, want existing: %v", i, err, exists)
			}
		}
		return nil
	})
	wantNoGaps(t, changes(t, s, 0), 60)
}

func swallowedConflict(t *testing.T, db Database) {
	s := open(t, db)
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
		wantNotFound(t, "what it wrote before", err)
		return nil
	})
}

func runsAgain(t *testing.T, db Database) {
	s := open(t, db)
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
