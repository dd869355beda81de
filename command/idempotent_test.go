package command_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

func TestIdempotentReturnsTheFirstResultAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		buy := command.Idempotent[object.Registration]("key with a password", 30*time.Second, create("a.fr"))
		first := do(w, w.alice, buy)
		w.now = w.now.Add(29 * time.Second)
		again := do(w, w.alice, buy)
		if again.AuthInfo != first.AuthInfo || again.Domain.ROID != first.Domain.ROID {
			t.Errorf("got %+v, want %+v", again, first)
		}
		w.wantBalance(w.alice, "1992.00 0.00 1")
		wantFault(w, w.bob, buy, registry.ErrNameTaken) // the key of another actor is a different key
		w.now = w.now.Add(time.Second)
		wantFault(w, w.alice, buy, registry.ErrNameTaken)
	})
}

func TestConcurrentCopiesOfOneRequestRunOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		var wg sync.WaitGroup
		expiries := make(chan time.Time, 200)
		for range cap(expiries) {
			wg.Go(func() {
				got, err := command.Do(context.Background(), w.Runner, w.alice,
					command.Idempotent[object.Registration]("renew", time.Minute, object.RenewDomain{Name: "a.fr"}))
				if err != nil {
					t.Error(err)
					return
				}
				expiries <- got.Domain.Expires
			})
		}
		wg.Wait()
		close(expiries)
		for got := range expiries {
			if want := startTime.AddDate(2, 0, 0).Add(12 * time.Hour); !got.Equal(want) {
				t.Fatalf("one result has %s, want %s", got, want)
			}
		}
		w.wantBalance(w.alice, "1984.00 0.00 1")
		w.audit()
	})
}

func TestIdempotentDoesNotKeepFaults(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		buy := command.Idempotent[object.Registration]("key", time.Minute, create("a.fr"))
		wantFault(w, w.carol, buy, registry.ErrLowBalance)
		do(w, w.shop, ledger.Credit{Account: "carol", Amount: euros(10)})
		do(w, w.carol, buy)
	})
}

func TestDryRunChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		buy := command.DryRun(command.Idempotent[object.Registration]("key", time.Minute, create("a.fr")))
		w.wantNoEffect(func() {
			if got := do(w, w.alice, buy); got.Domain.Name != "a.fr" || got.AuthInfo == "" {
				t.Errorf("got %+v", got)
			}
		})
		do(w, w.bob, create("a.fr"))
	})
}

// oldResponse puts a response as version 0 kept it: the result's JSON.
type oldResponse struct{ key, body string }

func (c oldResponse) Run(t *command.Tx) (string, error) {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", t.By.Registrar, t.By.Account, t.By.User, c.key))
	key := hex.EncodeToString(sum[:])
	return "", t.Store.Responses().Put(store.StoredResponse{Key: key, Expires: t.Now.Add(time.Hour), Body: t.Seal([]byte(c.body), "reply", key)})
}

func TestResponsesOfVersion0AreReturned(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, oldResponse{"old", `"kept"`})
		if got := do(w, w.alice, command.Idempotent[string]("old", time.Hour, oldResponse{"other", ""})); got != "kept" {
			t.Errorf("got %q, want the kept response", got)
		}
		do(w, w.alice, oldResponse{"newer", `{"v":99,"result":"kept"}`})
		_, err := command.Do(t.Context(), w.Runner, w.alice, command.Idempotent[string]("newer", time.Hour, oldResponse{"other", ""}))
		var newer *registry.DocumentVersionError
		if !errors.As(err, &newer) || newer.Version != 99 {
			t.Errorf("version 99: got %v", err)
		}
	})
}
