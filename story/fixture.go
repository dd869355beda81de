package story

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A World is what stories are played in: a registry with a clock of its own,
// and the ways into it.
type World struct {
	*command.Runner
	Handler http.Handler      // answers the verb ">"; the Host header is its to look at
	Verbs   map[string]Verb   // beside the verbs that every story knows
	Vars    map[string]string // what stories know from the start: "alice.password"

	t   testing.TB
	now atomic.Pointer[time.Time]
}

// Begin is when every world begins.
var Begin = time.Date(2026, 3, 1, 9, 27, 27, 0, time.UTC)

// Operator is who sets worlds up.
var Operator = registry.Actor{User: "operator", Roles: []registry.Role{registry.RoleOperator}}

// NewWorld returns a world without registrars.
func NewWorld(t testing.TB, st store.Store, policies ...registry.Policy) *World {
	w := &World{t: t, Vars: map[string]string{}}
	w.set(Begin)
	w.Runner = &command.Runner{
		Store: st, Key: command.Key{1}, Policies: map[name.Name]registry.Policy{},
		Clock: func() time.Time { return *w.now.Load() },
	}
	for _, p := range policies {
		w.Policies[p.TLD] = p
	}
	return w
}

func (w *World) set(now time.Time) { w.now.Store(&now) }

// Registrar makes a registrar with a deposit of 100,000.00 EUR, whose
// storefront has the name servers ns1 and ns2 of its own.
func (w *World) Registrar(id registry.RegistrarID) {
	w.t.Helper()
	Do(w, Operator, command.CreateRegistrar{Registrar: registry.Registrar{
		ID: id, Name: string(id), Currency: "EUR",
		Nameservers: []name.Name{name.Name("ns1." + id + ".example"), name.Name("ns2." + id + ".example")},
	}})
	Do(w, Operator, command.Deposit{Registrar: id, Amount: money.EUR(100_000_00)})
}

// Account makes an account of a registrar with so many cents, and a user of it
// who logs in with its e-mail address in the registrar's realm. Stories know
// the password as {{alice.password}}.
func (w *World) Account(r registry.RegistrarID, id string, cents int64) registry.User {
	w.t.Helper()
	a := Do(w, Operator, command.CreateAccount{Account: registry.Account{
		ID: registry.AccountID(id), Registrar: r, Email: id + "@" + string(r) + ".example", First: id, Last: "Example", Voice: "+33.123456789",
		Address: registry.Postal{Street: []string{"1 rue des Exemples"}, City: "Exampleville", PostalCode: "75001", Country: "FR"},
	}})
	Do(w, Operator, command.Credit{Account: a.ID, Amount: money.EUR(cents)})
	password := "a password of " + id
	secret, err := w.HashPassword(password)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Vars[id+".password"] = password
	return Do(w, Operator, command.CreateUser{Secret: secret, User: registry.User{
		Realm: string(r), Login: a.Email, Registrar: r, Account: a.ID, Email: a.Email,
	}})
}

// Do runs a command that must succeed.
func Do[R any](w *World, by registry.Actor, c command.Command[R]) R {
	w.t.Helper()
	r, err := command.Do(context.Background(), w.Runner, by, c)
	if err != nil {
		w.t.Fatalf("%T: %v", c, err)
	}
	return r
}

// audit fails the test unless the books are in order.
func (w *World) audit(t testing.TB) {
	t.Helper()
	wrong, err := command.Ask(context.Background(), w.Runner, registry.Actor{}, command.Audit{})
	if err != nil {
		t.Error(err)
	}
	for _, sentence := range wrong {
		t.Error("audit:", sentence)
	}
}
