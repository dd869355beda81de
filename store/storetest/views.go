package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var viewTests = map[string]func(*testing.T, Database){
	"a view reads one snapshot":                               viewSeesOneInstant,
	"a view cannot write":                                     viewCannotWrite,
	"an ended context runs nothing":                           endedContext,
	"a function whose context ends while it waits is skipped": skippedContext,
	"a context that ends after the start has no effect":       startedContext,
}

func viewSeesOneInstant(t *testing.T, db Database) {
	s := open(t, db)
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

func viewCannotWrite(t *testing.T, db Database) {
	s := open(t, db)
	view(t, s, func(tx store.Tx) error {
		_, noID := tx.NextID()
		_, noPost := tx.Balances().Post(money.Entry{At: noon, Postings: money.Move(money.Bank, money.Revenue, money.EUR(1))})
		_, noPurge := tx.Tokens().PurgeExpired(noon, 1)
		for what, err := range map[string]error{
			"put": tx.Domains().Put(registry.Domain{Name: "a.example"}), "delete": tx.Hosts().Delete("ns1.a.example"),
			"append": tx.Append(registry.Change{}), "open": tx.Balances().Open("account:a", "EUR"),
			"count": tx.Balances().AddDomains("account:a", 1), "number": noID, "post": noPost, "purge": noPurge,
			"delete a domain": tx.Domains().Delete("a.example"),
		} {
			if err == nil || errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s: got %v, want a refusal", what, err)
			}
		}
		return nil
	})
	wantNothingWritten(t, s)
}

func endedContext(t *testing.T, db Database) {
	s := open(t, db)
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

func skippedContext(t *testing.T, db Database) {
	s := open(t, db)
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

func startedContext(t *testing.T, db Database) {
	s := open(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Update(ctx, func(tx store.Tx) error {
		cancel()
		return writeEverything(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	wantNoGaps(t, changes(t, s, 0), 1)
}
