package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// TestOperatorsReleaseTheMoneyOfAPreorder: the account has as much to spend as before.
func TestOperatorsReleaseTheMoneyOfAPreorder(t *testing.T) {
	config := writeConfig(t, "")
	var alice, bob registry.Actor
	withEnvironment(t, config, func(r *command.Runner) {
		operator := server.Superuser("test")
		doAs(t, r, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "shop", Name: "Shop", Currency: "EUR"}})
		doAs(t, r, operator, ledger.Deposit{Registrar: "shop", Amount: money.EUR(1000_00)})
		for login, by := range map[string]*registry.Actor{"alice": &alice, "bob": &bob} {
			a := doAs(t, r, operator, registrar.CreateAccount{Account: registry.Account{
				Registrar: "shop", Email: login + "@b.example", First: "Alice", Last: "Example", Voice: "+33.123456789",
				Address: registry.Postal{Street: []string{"1 Rue Exemple"}, City: "Paris", PostalCode: "75001", Country: "FR"},
			}})
			doAs(t, r, operator, ledger.Credit{Account: a.ID, Amount: money.EUR(100_00)})
			*by = registry.Actor{Registrar: "shop", Account: a.ID}
		}
		doAs(t, r, bob, object.CreateDomain{Name: "a.fr"})
		doAs(t, r, alice, preorder.CreatePreorder{Name: "a.fr"})
	})
	account := string(alice.Account)
	admin := func(code int, words string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(append([]string{"admin", "preorder"}, args...), "--config", config), &out, &out); got != code || !strings.Contains(out.String(), words) {
			t.Errorf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
		return out.String()
	}
	id, _, _ := strings.Cut(admin(0, " a.fr waiting, 30.00 EUR on hold", "list", account), " ")
	admin(0, "preorder "+id+" of a.fr by "+account+" cancelled", "cancel", id)
	admin(0, " a.fr cancelled, 0.00 EUR on hold", "list", account)
	admin(1, "does not exist", "cancel", id)
	admin(1, "does not exist", "cancel", "99999")
	withEnvironment(t, config, func(r *command.Runner) {
		doAs(t, r, alice, preorder.CreatePreorder{Name: "a.fr"}) // it is not in line any more
		b, err := command.Ask(t.Context(), r, alice, ledger.BalanceInfo{})
		if err != nil || b.OnHold != 30_00 {
			t.Errorf("%+v, %v", b, err)
		}
	})
}

// writeConfig writes the configuration of an environment "production" on SQLite, with
// further lines, and returns its path.
func writeConfig(t *testing.T, lines string) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "cadastre.toml")
	text := fmt.Sprintf("[environments.production]\nstore = %q\nkey_file = %q\nca_file = %q\nmake_key = true\nhttp = [\"127.0.0.1:0\"]\n",
		"sqlite:"+filepath.Join(dir, "production.db"), filepath.Join(dir, "key"), filepath.Join(dir, "ca.pem"))
	if err := os.WriteFile(config, []byte(text+lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

// withEnvironment runs do in the environment of a configuration.
func withEnvironment(t *testing.T, config string, do func(*command.Runner)) {
	t.Helper()
	conf, err := server.ReadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	e, err := server.OpenEnvironment(t.Context(), "production", conf.Environments["production"], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	do(e.Runner)
}

// doAs runs a command that must succeed.
func doAs[R any](t *testing.T, r *command.Runner, by registry.Actor, c command.Command[R]) R {
	t.Helper()
	result, err := command.Do(t.Context(), r, by, c)
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	return result
}
