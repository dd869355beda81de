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

// A client that sends its password with every call is not delayed by others that
// guess at it.
func TestAVerifiedPasswordIsNotThrottled(t *testing.T) {
	w := newFixture(t, openStore(t))
	w.createUser(w.alice, "alice@shop.example", "correct horse")
	if _, err := w.login("alice@shop.example", "correct horse"); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err := w.login("alice@shop.example", "wrong horse"); !errors.Is(err, registry.ErrLogin) {
			t.Fatal(err)
		}
	}
	fast := make(chan error, 1)
	go func() {
		_, err := w.login("alice@shop.example", "correct horse")
		fast <- err
	}()
	select {
	case err := <-fast:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(800 * time.Millisecond):
		t.Error("the login is delayed, although the password was verified")
	}
}

// Two hundred logins with one password share one hash, and all succeed: that is
// more than may wait for a hash of their own.
func TestConcurrentLoginsShareOneHash(t *testing.T) {
	w := newFixture(t, openStore(t))
	w.createUser(w.alice, "alice@shop.example", "correct horse")
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
