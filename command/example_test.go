package command_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

// A registry with one TLD: an operator accredits a registrar and books its deposit, an
// account of the registrar registers a name and asks for it, and a second purchase of
// the name meets a fault.
func ExampleDo() {
	dir, err := os.MkdirTemp("", "cadastre-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	st, err := sqlite.Open(filepath.Join(dir, "registry.db"), sqlite.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer st.Close()
	r := &command.Runner{
		Store:    st,
		Policies: map[name.Name]registry.Policy{"fr": fr.Policy(fr.DefaultPrices())},
		Key:      command.Key{1},
		Clock:    func() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) },
	}

	ctx := context.Background()
	operator := registry.Actor{User: "operator", Roles: []registry.Role{registry.RoleOperator}}
	shop := registry.Actor{Registrar: "shop"}
	alice := registry.Actor{Registrar: "shop", Account: "alice"}
	_, err = command.Do(ctx, r, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "shop", Name: "Shop", Currency: "EUR"}})
	must(err)
	_, err = command.Do(ctx, r, operator, ledger.Deposit{Registrar: "shop", Amount: money.EUR(100_00)})
	must(err)
	_, err = command.Do(ctx, r, shop, registrar.CreateAccount{Account: registry.Account{
		ID: "alice", Email: "alice@a.example", First: "Alice", Last: "Example",
		Address: registry.Postal{Street: []string{"1 Example Street"}, City: "Exampleton", PostalCode: "12345", Country: "FR"},
	}})
	must(err)
	_, err = command.Do(ctx, r, shop, ledger.Credit{Account: "alice", Amount: money.EUR(20_00)})
	must(err)

	create := object.CreateDomain{Name: "a.fr", Term: registry.Years(1), Nameservers: []object.NS{{Host: "ns1.a.example"}, {Host: "ns2.a.example"}}, CreateHosts: true}
	d, err := command.Do(ctx, r, alice, create)
	must(err)
	fmt.Println(d.Domain.Name, "until", d.Domain.Expires.Format(time.DateOnly))

	detail, err := command.Ask(ctx, r, alice, object.DomainInfo{Name: "a.fr"})
	must(err)
	fmt.Println(detail.Domain.Registrar, detail.Domain.Nameservers[0].Host)

	_, err = command.Do(ctx, r, alice, create)
	var fault *registry.Fault
	fmt.Println(errors.As(err, &fault), fault.Code)
	// Output:
	// a.fr until 2027-01-02
	// shop ns1.a.example
	// true 2302
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
