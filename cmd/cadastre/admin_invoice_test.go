package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

func TestOperatorsBookThePaymentOfAnInvoice(t *testing.T) {
	config := writeConfig(t, "[environments.production.billing]\nname = \"Example Registry\"\nvat = 24.0\ndue_days = 14\n")
	says := func(code int, words string, args ...string) {
		t.Helper()
		var out bytes.Buffer
		if got := run(append(args, "--config", config), &out, &out); got != code || !strings.Contains(out.String(), words) {
			t.Errorf("%v: %d %q, want %d and %q", args, got, out.String(), code, words)
		}
	}
	says(0, "registrar best-names", "admin", "registrar", "best-names", "--name", "Best Names")
	ask := func() registry.Invoice {
		conf, err := server.ReadConfig(config)
		if err != nil {
			t.Fatal(err)
		}
		e, err := server.OpenEnvironment(t.Context(), "production", conf.Environments["production"], slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		i, err := command.Do(t.Context(), e.Runner, registry.Actor{Registrar: "best-names", Roles: []registry.Role{registry.RoleBilling}},
			ledger.CreateInvoice{Amount: money.EUR(50_00)})
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	if i := ask(); i.Total() != money.EUR(62_00) || i.Seller.Name != "Example Registry" {
		t.Errorf("%+v", i)
	}
	says(0, "invoice 1 of best-names: 50.00 EUR", "admin", "invoice", "pay", "1")
	says(1, "the invoice is paid or cancelled", "admin", "invoice", "pay", "1")
	says(1, "the invoice does not exist", "admin", "invoice", "pay", "2")
	says(1, "the user does not exist", "admin", "identity", "--user", "nobody", "--name", "Alice Example", "--ident", "38001085718")
	says(2, "", "admin", "identity", "--name", "Alice Example", "--ident", "38001085718")
	says(0, "production: the books are in order", "audit")
}

func TestBillingConfigurationIsChecked(t *testing.T) {
	for _, bad := range []string{"vat = -1.0", "vat = 101.0", "vat = nan", "due_days = -1", "due_days = 1000", `least = "-1"`, `least = "much"`, `colour = "red"`} {
		if _, err := server.ParseConfig([]byte("[environments.a]\nhttp = [\"127.0.0.1:0\"]\n[environments.a.billing]\n" + bad + "\n")); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}
