package command_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

func openStore(t testing.TB) store.Store {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "registry.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// Those who send their password with every call are not slowed down by others
// who guess at it.
func TestWhoHasProvedThePasswordDoesNotWait(t *testing.T) {
	w := newWorld(t, openStore(t))
	w.user(w.alice, "alice@shop.example", "correct horse")
	if _, err := w.login("alice@shop.example", "correct horse"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err := w.login("alice@shop.example", "wrong horse"); !errors.Is(err, registry.ErrLogin) {
			t.Fatal(err)
		}
	}
	quick := make(chan error, 1)
	go func() {
		_, err := w.login("alice@shop.example", "correct horse")
		quick <- err
	}()
	select {
	case err := <-quick:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(800 * time.Millisecond):
		t.Error("it waits, although the password was proved")
	}
}

// Two hundred who come with one password are one sum, and all come in: more
// than may wait for a sum of their own.
func TestTwoHundredLoginsAtOnceAreOneSum(t *testing.T) {
	w := newWorld(t, openStore(t))
	w.user(w.alice, "alice@shop.example", "correct horse")
	errs := make(chan error, 200)
	for range cap(errs) {
		go func() {
			_, err := w.login("alice@shop.example", "correct horse")
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
