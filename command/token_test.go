package command_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/registry"
)

// createUser creates a user of by's registrar and account with a password.
func (w *fixture) createUser(by registry.Actor, login, password string) registry.User {
	w.t.Helper()
	secret, err := w.HashPassword(password)
	if err != nil {
		w.t.Fatal(err)
	}
	return do(w, w.operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: "kifdom", Login: login, Registrar: by.Registrar, Account: by.Account,
	}})
}

func (w *fixture) login(login, password string) (registry.User, error) {
	return access.Login(context.Background(), w.Runner, "kifdom", login, password, "192.0.2.1")
}

func TestTokens(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		alice := w.createUser(w.alice, "alice@shop.example", "correct horse").Actor()
		issue := access.IssueToken{Kind: "kifdom", TTL: time.Hour, Renew: 14 * day}
		first := do(w, alice, issue)
		if got := ask(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: first.Secret}); got.Actor.Account != "alice" {
			t.Errorf("got %+v", got)
		}
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom"}, registry.ErrTokenMissing)
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: first.Secret + "x"}, registry.ErrTokenUnknown)
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "altravia", Secret: first.Secret}, registry.ErrTokenUnknown)

		w.now = w.now.Add(time.Hour)
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: first.Secret}, registry.ErrTokenExpired)
		refresh := access.RefreshToken{Kind: "kifdom", Secret: first.Secret, TTL: time.Hour, Renew: 14 * day}
		second := do(w, registry.Actor{}, refresh)
		wantFault(w, registry.Actor{}, refresh, registry.ErrTokenRetired)
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: first.Secret}, registry.ErrTokenRetired)

		do(w, registry.Actor{}, access.RevokeToken{Kind: "kifdom", Secret: second.Secret})
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: second.Secret}, registry.ErrTokenRetired)

		third := do(w, alice, issue)
		w.now = w.now.Add(14 * day)
		wantFault(w, registry.Actor{}, access.RefreshToken{Kind: "kifdom", Secret: third.Secret}, registry.ErrTokenExpired)
		w.now = w.now.Add(8 * day)
		if n := do(w, registry.Actor{}, access.PurgeExpired{}); n != 3 {
			t.Errorf("purged %d tokens, want 3", n)
		}
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), first.Secret) || strings.Contains(string(c.After), "argon2") {
				t.Errorf("a secret is in the log: %s", c.After)
			}
		}
	})
}

func TestLogin(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		u := w.createUser(w.alice, "Alice@Shop.example", "correct horse")
		got, err := w.login(" alice@shop.EXAMPLE", "correct horse")
		if err != nil || got.Account != "alice" {
			t.Fatalf("got %+v, %v", got, err)
		}
		token := do(w, got.Actor(), access.IssueToken{Kind: "kifdom", TTL: time.Hour})
		for _, bad := range [][2]string{{"alice@shop.example", "wrong horse"}, {"nobody@shop.example", "correct horse"}, {"alice@shop.example", strings.Repeat("x", 200)}} {
			if _, err := w.login(bad[0], bad[1]); !errors.Is(err, registry.ErrLogin) {
				t.Errorf("%v: %v", bad, err)
			}
		}
		secret, err := w.HashPassword("another horse")
		if err != nil {
			t.Fatal(err)
		}
		do(w, u.Actor(), access.SetPassword{PasswordHash: secret})
		if _, err := w.login("alice@shop.example", "correct horse"); !errors.Is(err, registry.ErrLogin) {
			t.Errorf("the old password: %v", err)
		}
		wantQueryFault(w, registry.Actor{}, access.AuthenticateToken{Kind: "kifdom", Secret: token.Secret}, registry.ErrTokenRetired)
		if _, err := w.HashPassword("short"); !errors.Is(err, registry.ErrPassword) {
			t.Errorf("a short password: %v", err)
		}
	})
}

func TestTheEleventhFailureWaits(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		w.createUser(w.alice, "alice@shop.example", "correct horse")
		for range 10 {
			w.login("alice@shop.example", "wrong horse")
		}
		start := time.Now()
		if _, err := w.login("alice@shop.example", "correct horse"); err != nil {
			t.Errorf("slowed down, not locked out: %v", err)
		}
		if took := time.Since(start); took < 900*time.Millisecond {
			t.Errorf("the eleventh try took %s", took)
		}
	})
}

func TestLoginsAreLimitedToTheRegistrarsAddresses(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		r := do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
			ID: "picky", Currency: "EUR", Allow: []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")},
		}})
		w.createUser(registry.Actor{Registrar: r.ID}, "picky", "correct horse")
		if _, err := w.login("picky", "correct horse"); !errors.Is(err, registry.ErrAddress) {
			t.Errorf("from 192.0.2.1: %v", err)
		}
		if _, err := access.Login(t.Context(), w.Runner, "kifdom", "picky", "correct horse", "198.51.100.7"); err != nil {
			t.Error(err)
		}
	})
}
