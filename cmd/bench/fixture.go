package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

// A fixture is a registry with one registrar and one account, alice, which pays for
// everything, so that its balance is the most contended row.
type fixture struct {
	*command.Runner
	alice registry.Actor
}

const password = "benchmark password"

func newFixture(ctx context.Context, st store.Store) (fixture, error) {
	f := fixture{Runner: &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"fr": fr.Policy(fr.DefaultPrices())}}}
	operator := registry.Actor{User: "bench", Roles: []registry.Role{registry.RoleOperator}}
	const cents = 1_000_000_000_00
	if _, err := command.Do(ctx, f.Runner, operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
		ID: "kifdom", Name: "KifDom", Currency: "EUR",
		Nameservers: []name.Name{"ns1.kifdom.example", "ns2.kifdom.example"},
	}}); err != nil {
		return f, err
	}
	if _, err := command.Do(ctx, f.Runner, operator, ledger.Deposit{Registrar: "kifdom", Amount: money.EUR(cents)}); err != nil {
		return f, err
	}
	a, err := command.Do(ctx, f.Runner, operator, registrar.CreateAccount{Account: registry.Account{
		ID: "alice", Registrar: "kifdom", Email: "alice@kifdom.example", First: "Alice", Last: "Example",
		Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Paris", PostalCode: "75001", Country: "FR"},
	}})
	if err != nil {
		return f, err
	}
	if _, err := command.Do(ctx, f.Runner, operator, ledger.Credit{Account: a.ID, Amount: money.EUR(cents)}); err != nil {
		return f, err
	}
	secret, err := f.HashPassword(password)
	if err != nil {
		return f, err
	}
	u, err := command.Do(ctx, f.Runner, operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: "kifdom", Login: a.Email, Registrar: "kifdom", Account: a.ID,
	}})
	f.alice = u.Actor()
	return f, err
}

// newFilledFixture returns a fixture in an SQLite file, with n domains. The caller must
// close its Store.
func newFilledFixture(ctx context.Context, s settings, file string, n int) (fixture, error) {
	st, err := sqlite.Open(filepath.Join(s.dir, file), sqlite.Options{})
	if err != nil {
		return fixture{}, err
	}
	f, err := newFixture(ctx, st)
	if err == nil {
		err = f.fill(ctx, n)
	}
	if err != nil {
		st.Close()
	}
	return f, err
}

// create registers the domain resolveName(i).
func (f fixture) create(ctx context.Context, i int) error {
	_, err := command.Do(ctx, f.Runner, f.alice, object.CreateDomain{Name: nameOf(i), Hosted: true})
	return err
}

func nameOf(i int) string { return fmt.Sprintf("name-%07d.fr", i) }

// fill registers n domains.
func (f fixture) fill(ctx context.Context, n int) error {
	const clients = 64
	errs := make(chan error, clients)
	for c := range clients {
		go func() {
			for i := c + 1; i <= n; i += clients {
				if err := f.create(ctx, i); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	var first error
	for range clients {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}

// audit returns an error if ledger.Audit finds errors.
func (f fixture) audit(ctx context.Context) error {
	problems, err := command.Ask(ctx, f.Runner, registry.Actor{}, ledger.Audit{})
	if err == nil && len(problems) > 0 {
		err = fmt.Errorf("audit: %s", problems[0])
	}
	return err
}
