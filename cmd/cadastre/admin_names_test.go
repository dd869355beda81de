package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// TestOperatorsManageTheListsOfNames: the built-in list of a new TLD is loaded when its
// store is made; a list is tried, loaded, listed and released.
func TestOperatorsManageTheListsOfNames(t *testing.T) {
	config := writeConfig(t, "")
	shop := registry.Actor{Registrar: "shop"}
	check := func(want map[string]*registry.Fault) {
		t.Helper()
		withEnvironment(t, config, func(r *command.Runner) {
			for n, fault := range want {
				all, err := command.Ask(t.Context(), r, shop, object.CheckDomains{Names: []string{n}})
				if err != nil || (fault == nil) != (all[0].Fault == nil) || fault != nil && all[0].Fault.Reason != fault.Reason {
					t.Errorf("%s: %v %v, want %v", n, all, err, fault)
				}
			}
		})
	}
	withEnvironment(t, config, func(r *command.Runner) {
		doAs(t, r, server.Superuser("test"), registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "shop", Name: "Shop", Currency: "EUR"}})
		doAs(t, r, server.Superuser("test"), ledger.Deposit{Registrar: "shop", Amount: money.EUR(1000_00)})
	})
	check(map[string]*registry.Fault{
		"nic.fr": registry.ErrProtected, "gouv.fr": registry.ErrNameBlocked, "elysee.fr": registry.ErrReserved, "roma.it": registry.ErrReserved, "gov.it": registry.ErrNameBlocked,
		"governo.it": registry.ErrReserved, "aa.example": registry.ErrReserved, "1.example": registry.ErrReserved, "www.example": registry.ErrReserved, "icann.example": registry.ErrReserved,
		"redcross.example": registry.ErrReserved, "united-states.example": registry.ErrReserved, "olympic.example": registry.ErrReserved, "example.example": registry.ErrReserved,
		"com.ee": registry.ErrNameBlocked, "ab.tk": registry.ErrReserved, "free.fr": nil, "free.example": nil,
	})

	admin := func(code int, words string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(append([]string{"admin", "names"}, args...), "--config", config), &out, &out); got != code || !strings.Contains(out.String(), words) {
			t.Errorf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
		return out.String()
	}
	file := filepath.Join(t.TempDir(), "names.csv")
	const list = "name,class,reason,create,registrar\ngold,premium,short,500.00/425.00,\nbrand,reserved,,,shop\nbad,sold,,,\nnone.it,blocked,,,\nother,reserved,,,no-such\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	admin(1, "2 lines loaded, 3 refused", "load", file, "--tld", "fr", "--dry-run")
	check(map[string]*registry.Fault{"brand.fr": nil})
	if lines := admin(1, "2 lines loaded, 3 refused", "load", file, "--tld", "fr"); !strings.Contains(lines, "line 4: ") || !strings.Contains(lines, "line 5: ") || !strings.Contains(lines, "line 6: ") {
		t.Errorf("refused lines: %s", lines)
	}
	admin(0, "gold.fr,premium,short,,,,EUR,500.00/425.00,,,\n", "list", "--tld", "fr")
	admin(0, "aix-en-provence.fr,reserved,municipalities,", "list", "--tld", "fr")
	admin(0, "", "check")
	withEnvironment(t, config, func(r *command.Runner) { // as if it had been sold before it was protected
		protected := r.Infrastructure
		r.Infrastructure = nil
		doAs(t, r, server.Superuser("test"), operator.ReleaseName{Name: "nic.fr"})
		a := doAs(t, r, server.Superuser("test"), registrar.CreateAccount{Account: registry.Account{
			Registrar: "shop", Email: "alice@b.example", First: "Alice", Last: "Example", Voice: "+33.123456789",
			Address: registry.Postal{Street: []string{"1 Rue Exemple"}, City: "Paris", PostalCode: "75001", Country: "FR"},
		}})
		doAs(t, r, server.Superuser("test"), ledger.Credit{Account: a.ID, Amount: money.EUR(100_00)})
		doAs(t, r, registry.Actor{Registrar: "shop", Account: a.ID}, object.CreateDomain{Name: "nic.fr"})
		r.Infrastructure = protected
	})
	admin(1, "nic.fr is held by shop, account ", "check")
	admin(0, "gold.fr is released", "release", "GOLD.fr")
	admin(0, "ab.example is no longer reserved", "release", "ab.example", "--class", "reserved")
	admin(1, "not there", "release", "unlisted.fr")
	admin(1, "does not sell", "list", "--tld", "nowhere")
	check(map[string]*registry.Fault{"ab.example": nil, "ac.example": registry.ErrReserved, "brand.fr": nil})
	shop.Account = "a"
	check(map[string]*registry.Fault{"brand.fr": registry.ErrReserved})
	admin(0, "0 names loaded", "load-builtin", "--tld", "example") // what was released stays so
	admin(0, "??.example is released", "release", "??.example")
	check(map[string]*registry.Fault{"ac.example": nil})
}
