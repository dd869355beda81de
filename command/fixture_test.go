package command_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// fixture is a small registry with its own clock: the storefront "shop" with the
// accounts alice and bob (2,000.00 each) and carol (5.00), and the registrar
// "other", which has no storefront.
type fixture struct {
	*command.Runner
	t   testing.TB
	now time.Time

	operator, shop, other, alice, bob, carol registry.Actor
}

const day = 24 * time.Hour

var startTime = time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)

// eachEngine runs test with a new fixture on every storage engine.
func eachEngine(t *testing.T, test func(t *testing.T, w *fixture)) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) { test(t, newFixture(t, open())) })
}

func newFixture(t testing.TB, st store.Store) *fixture {
	w := &fixture{t: t, now: startTime}
	w.Runner = &command.Runner{
		Store: st, Clock: func() time.Time { return w.now }, Key: command.Key{1},
		Policies: map[name.Name]registry.Policy{
			"fr": fr.Policy(fr.DefaultPrices()), "tk": tk.Policy("tk", tk.DefaultPrices()),
			"example": generic.Policy("example", generic.DefaultPrices()),
		},
	}
	w.operator = registry.Actor{User: "op", Roles: []registry.Role{registry.RoleOperator}}
	w.shop, w.other = registry.Actor{Registrar: "shop"}, registry.Actor{Registrar: "other"}
	for _, id := range []registry.RegistrarID{"shop", "other"} {
		do(w, w.operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
			ID: id, Name: string(id), Currency: "EUR", Nameservers: []name.Name{"ns1.shop.net", "ns2.shop.net"},
		}})
		do(w, w.operator, ledger.Deposit{Registrar: id, Amount: money.EUR(100_000_00)})
	}
	w.alice, w.bob, w.carol = w.account("alice", 2_000_00), w.account("bob", 2_000_00), w.account("carol", 5_00)
	return w
}

func (w *fixture) account(id registry.AccountID, cents int64) registry.Actor {
	do(w, w.shop, registrar.CreateAccount{Account: registry.Account{
		ID: id, Email: string(id) + "@shop.example", First: string(id), Last: "Example",
		Address: registry.Postal{Street: []string{"1 Example Street"}, City: "Exampleton", PostalCode: "12345", Country: "FR"},
	}})
	do(w, w.shop, ledger.Credit{Account: id, Amount: money.EUR(cents)})
	return registry.Actor{Registrar: "shop", Account: id, User: registry.UserID(id)}
}

func do[R any](w *fixture, by registry.Actor, c command.Command[R]) R {
	w.t.Helper()
	r, err := command.Do(context.Background(), w.Runner, by, c)
	if err != nil {
		w.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func ask[R any](w *fixture, by registry.Actor, q command.Query[R]) R {
	w.t.Helper()
	r, err := command.Ask(context.Background(), w.Runner, by, q)
	if err != nil {
		w.t.Fatalf("%T: %v", q, err)
	}
	return r
}

// wantFault runs a command, and fails unless it returns the fault want.
func wantFault[R any](w *fixture, by registry.Actor, c command.Command[R], want *registry.Fault) *registry.Fault {
	w.t.Helper()
	_, err := command.Do(context.Background(), w.Runner, by, c)
	var fault *registry.Fault
	if !errors.As(err, &fault) || !errors.Is(err, want) {
		w.t.Fatalf("%T: got %v, want %v", c, err, want)
	}
	return fault
}

// wantQueryFault is wantFault for a query.
func wantQueryFault[R any](w *fixture, by registry.Actor, q command.Query[R], want *registry.Fault) {
	w.t.Helper()
	if _, err := command.Ask(context.Background(), w.Runner, by, q); !errors.Is(err, want) {
		w.t.Fatalf("%T: got %v, want %v", q, err, want)
	}
}

// wait moves the clock and advances the domains that fell due.
func (w *fixture) wait(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	for _, n := range ask(w, registry.Actor{}, object.DueDomains{Limit: 1000}) {
		do(w, registry.Actor{Scheduled: true}, object.AdvanceDomain{Name: n})
	}
	w.audit()
}

// audit fails if the ledger is inconsistent.
func (w *fixture) audit() {
	w.t.Helper()
	for _, wrong := range ask(w, registry.Actor{}, ledger.Audit{}) {
		w.t.Error("audit:", wrong)
	}
}

// balance returns an actor's balance, money on hold and number of domains, as text.
func (w *fixture) balance(by registry.Actor) string {
	w.t.Helper()
	p := ask(w, by, ledger.BalanceInfo{})
	return fmt.Sprintf("%s %s %d", money.EUR(p.Available).Decimal(), money.EUR(p.OnHold).Decimal(), p.Domains)
}

// wantBalance fails unless balance is the text of the actor's balance.
func (w *fixture) wantBalance(by registry.Actor, balance string) {
	w.t.Helper()
	if got := w.balance(by); got != balance {
		w.t.Errorf("balance of %s: got %s, want %s", by.Account+registry.AccountID(by.Registrar), got, balance)
	}
}

func (w *fixture) changes() []registry.Change {
	w.t.Helper()
	var all []registry.Change
	for c, err := range w.Store.Changes(context.Background(), 0) {
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// wantNoEffect fails if f changes an object or moves money.
func (w *fixture) wantNoEffect(f func()) {
	w.t.Helper()
	changes, balances := len(w.changes()), w.balance(w.alice)+w.balance(w.bob)+w.balance(w.shop)
	f()
	if n := len(w.changes()); n != changes {
		w.t.Errorf("%d entries were added to the change log", n-changes)
	}
	if got := w.balance(w.alice) + w.balance(w.bob) + w.balance(w.shop); got != balances {
		w.t.Errorf("balances: got %s, want %s", got, balances)
	}
	w.audit()
}

func create(n string) object.CreateDomain { return object.CreateDomain{Name: n, Hosted: true} }

func ptr[T any](v T) *T { return &v }
