package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
)

// tokenLifetime of the operator is longer than a sandbox's clock can be moved.
const tokenLifetime = 250 * 365 * 24 * time.Hour

// demoTSIGName is the name of the demo's TSIG key, an operator's key for all zones.
const demoTSIGName = "demo"

// seed creates the demo's data, as far as it does not exist: the registrars and their
// domains in one transaction, the customers of each storefront in another. A demo that
// is killed in between continues at the next start, and a storefront added to the
// program is added to an old store.
func seed(ctx context.Context, e *server.Environment, keys keyring) error {
	r := e.Runner
	seeded, err := command.Ask(ctx, r, server.Superuser("demo"), hasRegistrar(bestNames))
	if err != nil {
		return err
	}
	if !seeded {
		if _, err := command.Do(ctx, r, server.Superuser("demo"), seedRegistry{keys.Operator}); err != nil {
			return err
		}
	}
	_, err = command.Do(ctx, r, server.Superuser("demo"), zone.CreateZoneKey{Name: demoTSIGName, Secret: keys.TSIG})
	if err != nil && !errors.Is(err, registry.ErrTaken) {
		return err
	}
	for _, a := range registrarsWithoutStorefront() {
		if err := seedRegistrarUser(ctx, e, a.Registrar, keys); err != nil {
			return fmt.Errorf("%s: %w", a.ID, err)
		}
	}
	for _, s := range storefronts() {
		if err := seedStorefront(ctx, e, s, keys); err != nil {
			return err
		}
	}
	return nil
}

// seedStorefront creates the customers of a storefront, unless they exist.
func seedStorefront(ctx context.Context, e *server.Environment, s rest.Seller, keys keyring) error {
	customers := customersOf(s)
	seeded, err := command.Ask(ctx, e.Runner, server.Superuser("demo"), hasAccount(customers[0].ID))
	if err != nil || seeded {
		return err
	}
	data := seedCustomers{customers: customers, tokens: keys.Tokens, seed: s.Demo.Seed, dialect: e.Config.Dialects[s.Dialect.Name].Configure(s.Dialect)}
	for _, p := range customers { // outside the transaction, because hashing is slow
		hash, err := e.Runner.HashPassword(keys.Passwords[p.Email])
		if err != nil {
			return err
		}
		data.hashes = append(data.hashes, hash)
	}
	_, err = command.Do(ctx, e.Runner, server.Superuser("demo"), data)
	return err
}

type hasRegistrar registry.RegistrarID

func (q hasRegistrar) Answer(s *command.Snapshot) (bool, error) {
	_, err := s.FindRegistrar(registry.RegistrarID(q))
	return exists(err, registry.ErrNoRegistrar)
}

type hasAccount registry.AccountID

func (q hasAccount) Answer(s *command.Snapshot) (bool, error) {
	_, err := s.FindOwnAccount(registry.AccountID(q))
	return exists(err, registry.ErrNoAccount)
}

// exists returns whether err is nil; false without an error if it is absent.
func exists(err, absent error) (bool, error) {
	if errors.Is(err, absent) {
		return false, nil
	}
	return err == nil, err
}

// seedRegistry creates the operator, the registrars, and their contacts and domains.
type seedRegistry struct{ token string }

func (c seedRegistry) Run(t *command.Tx) (struct{}, error) {
	var none struct{}
	if _, err := (access.IssueOperatorToken{Login: "operator", Secret: c.token, TTL: tokenLifetime}).Run(t); err != nil {
		return none, err
	}
	for _, r := range seedRegistrars() {
		r.Currency = r.deposit.Currency
		if _, err := (registrar.CreateRegistrar{Registrar: r.Registrar}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", r.ID, err)
		}
		if _, err := (ledger.Deposit{Registrar: r.ID, Amount: r.deposit, Memo: "opening deposit"}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	for _, c := range seedContacts() {
		if _, err := asRegistrar(t, c.registrar, contact.CreateContact{Contact: c.object}); err != nil {
			return none, fmt.Errorf("%s: %w", c.object.ID, err)
		}
	}
	for _, d := range seedDomains() {
		if err := seedDomain(t, d.registrar, d.object); err != nil {
			return none, fmt.Errorf("%s: %w", d.object.name, err)
		}
	}
	return none, nil
}

// seedDomain registers a domain and deposits its price, so that the deposits start at
// round amounts.
func seedDomain(t *command.Tx, by registry.RegistrarID, d domainSeed) error {
	created, err := asRegistrar(t, by, object.CreateDomain{
		Name: d.name, Registrant: d.registrant, Admin: []registry.ContactID{d.admin}, Tech: []registry.ContactID{d.tech},
		Nameservers: []object.NS{{Host: "ns1." + string(by) + ".test"}, {Host: "ns2." + string(by) + ".test"}},
	})
	if err != nil || created.Price.Wholesale == (money.Amount{}) {
		return err
	}
	_, err = ledger.Deposit{Registrar: by, Amount: created.Price.Wholesale, Memo: "opening deposit"}.Run(t)
	return err
}

// asRegistrar runs cmd for a registrar, in the transaction of another command.
func asRegistrar[R any](t *command.Tx, r registry.RegistrarID, cmd command.Command[R]) (R, error) {
	return cmd.Run(t.As(registry.Actor{Registrar: r, Roles: []registry.Role{registry.RoleSuper}, Frontend: t.By.Frontend, Request: t.By.Request}))
}

// seedCustomers creates the accounts and users of a storefront's customers.
type seedCustomers struct {
	customers []customer
	hashes    []string          // of their passwords
	tokens    map[string]string // by e-mail address
	dialect   *rest.Dialect
	seed      func(*command.Tx, *rest.Dialect, registry.User, string) error // nil: nothing more
}

func (c seedCustomers) Run(t *command.Tx) (struct{}, error) {
	var none struct{}
	for i, p := range c.customers {
		a, err := registrar.CreateAccount{Account: p.Account}.Run(t)
		if err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		if _, err := (ledger.Credit{Account: a.ID, Amount: p.balance, Memo: "opening balance"}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		u := registry.User{Realm: string(a.Registrar), Login: a.Email, Registrar: a.Registrar, Account: a.ID, Email: a.Email}
		if u, err = (access.CreateUser{User: u, PasswordHash: c.hashes[i]}).Run(t); err != nil {
			return none, fmt.Errorf("%s: %w", p.Email, err)
		}
		if c.seed == nil {
			continue
		}
		if err := c.seed(t, c.dialect, u, c.tokens[p.Email]); err != nil {
			return none, err
		}
	}
	return none, nil
}
