package story

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Fixture is the registry that a story runs in, with a simulated clock.
type Fixture struct {
	*command.Runner
	Handler http.Handler      // serves the verb ">"; the Host header is set
	Verbs   map[string]Verb   // in addition to the built-in verbs
	Vars    map[string]string // values of placeholders at the start, such as "alice.password"

	t   testing.TB
	now atomic.Pointer[time.Time]
}

// StartTime is the initial time of every Fixture.
var StartTime = time.Date(2026, 3, 1, 9, 27, 27, 0, time.UTC)

// Operator is the actor that sets up fixtures.
var Operator = registry.Actor{User: "operator", Roles: []registry.Role{registry.RoleOperator}}

// NewFixture returns a fixture without registrars.
func NewFixture(t testing.TB, st store.Store, policies ...registry.Policy) *Fixture {
	f := &Fixture{t: t, Vars: map[string]string{}}
	f.setNow(StartTime)
	f.Runner = &command.Runner{
		Store: st, Key: command.Key{1}, Policies: map[name.Name]registry.Policy{},
		Clock: func() time.Time { return *f.now.Load() },
	}
	for _, p := range policies {
		f.Policies[p.TLD] = p
	}
	return f
}

func (f *Fixture) setNow(now time.Time) { f.now.Store(&now) }

// AddRegistrar creates a registrar with a deposit of 100,000.00 EUR, whose storefront
// has the name servers ns1.ID.example and ns2.ID.example.
func (f *Fixture) AddRegistrar(id registry.RegistrarID) {
	f.t.Helper()
	Do(f, Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
		ID: id, Name: string(id), Currency: "EUR",
		Nameservers: []name.Name{name.Name("ns1." + id + ".example"), name.Name("ns2." + id + ".example")},
	}})
	Do(f, Operator, ledger.Deposit{Registrar: id, Amount: money.EUR(100_000_00)})
}

// AddAccount creates an account of a registrar with a wallet of so many cents, and its
// user, whose login is the account's e-mail address in the registrar's realm. The
// placeholder ID.password has the password.
func (f *Fixture) AddAccount(r registry.RegistrarID, id string, cents int64) registry.User {
	f.t.Helper()
	a := Do(f, Operator, registrar.CreateAccount{Account: registry.Account{
		ID: registry.AccountID(id), Registrar: r, Email: id + "@" + string(r) + ".example", First: id, Last: "Example", Voice: "+33.123456789",
		Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Exampleville", PostalCode: "75001", Country: "FR"},
	}})
	Do(f, Operator, ledger.Credit{Account: a.ID, Amount: money.EUR(cents)})
	password := "a password of " + id
	secret, err := f.HashPassword(password)
	if err != nil {
		f.t.Fatal(err)
	}
	f.Vars[id+".password"] = password
	return Do(f, Operator, access.CreateUser{PasswordHash: secret, User: registry.User{
		Realm: string(r), Login: a.Email, Registrar: r, Account: a.ID, Email: a.Email,
	}})
}

// LoadNames loads the built-in list of names of a TLD.
func (f *Fixture) LoadNames(tld string) {
	f.t.Helper()
	Do(f, Operator, operator.LoadBuiltinNames{TLD: tld})
}

// Do runs a command that must succeed.
func Do[R any](f *Fixture, by registry.Actor, c command.Command[R]) R {
	f.t.Helper()
	r, err := command.Do(context.Background(), f.Runner, by, c)
	if err != nil {
		f.t.Fatalf("%T: %v", c, err)
	}
	return r
}

// audit fails the test if ledger.Audit finds errors.
func (f *Fixture) audit(t testing.TB) {
	t.Helper()
	problems, err := command.Ask(context.Background(), f.Runner, registry.Actor{}, ledger.Audit{})
	if err != nil {
		t.Error(err)
	}
	for _, problem := range problems {
		t.Error("audit:", problem)
	}
}
