package tldtest

import (
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// Wallets are the balances of a test's accounts and registrars, in minor units.
type Wallets struct {
	Accounts   map[registry.AccountID]int64
	Registrars map[registry.RegistrarID]int64
}

// AccountFunds returns the balance of an account, in euros.
func (w Wallets) AccountFunds(a registry.AccountID) (money.Amount, error) {
	return money.EUR(w.Accounts[a]), nil
}

// RegistrarFunds returns the balance of a registrar, in euros.
func (w Wallets) RegistrarFunds(r registry.RegistrarID) (money.Amount, error) {
	return money.EUR(w.Registrars[r]), nil
}

// After returns w after the charges of d's transitions under p.
func (w Wallets) After(d registry.Domain, steps []registry.Transition, p registry.Policy) Wallets {
	w = Wallets{maps.Clone(w.Accounts), maps.Clone(w.Registrars)}
	price, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
	for _, s := range steps {
		if s.Verb == "autorenew" {
			w.Registrars[d.Registrar] -= price.Wholesale.Minor
			if d.Account != "" {
				w.Accounts[d.Account] -= price.Retail.Minor
			}
		}
		d = s.After
	}
	return w
}

// overdrawn reports whether a balance is below zero.
func (w Wallets) overdrawn() bool {
	for _, balance := range slices.Concat(slices.Collect(maps.Values(w.Accounts)), slices.Collect(maps.Values(w.Registrars))) {
		if balance < 0 {
			return true
		}
	}
	return false
}

// checkFunds checks that AtWithFunds(b) equals AtWithFunds(a) with its payments
// posted and then AtWithFunds(b), that no payer pays more than it has, and that a
// payer with enough funds renews as At does.
func checkFunds(r *rapid.T, d registry.Domain, p registry.Policy, a, b time.Time) {
	price, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
	draw := func(label string, one money.Amount) int64 { // often just enough for some renewals
		return rapid.Int64Range(0, 3).Draw(r, label)*one.Minor + rapid.Int64Range(-1, 1).Draw(r, "difference")*min(one.Minor, 1)
	}
	w := Wallets{
		Accounts: map[registry.AccountID]int64{"alice": max(0, draw("alice's wallet", price.Retail))},
		Registrars: map[registry.RegistrarID]int64{
			"best-names": max(0, draw("losing deposit", price.Wholesale)), "other-names": max(0, draw("gaining deposit", price.Wholesale)),
		},
	}
	once, steps, _ := d.AtWithFunds(b, p, w)
	if w.After(d, steps, p).overdrawn() {
		r.Fatalf("%v cost more than %+v", verbs(steps), w)
	}
	atA, stepsA, _ := d.AtWithFunds(a, p, w)
	twice, stepsB, _ := atA.AtWithFunds(b, p, w.After(d, stepsA, p))
	if got := slices.Concat(stepsA, stepsB); !equal(once, twice) || !equal(got, steps) {
		r.Fatalf("with %+v, AtWithFunds(%v) and then (%v): %v\n%+v\nwant, as the second alone returns, %v\n%+v", w, a, b, verbs(got), twice, verbs(steps), once)
	}
	checkTransitions(r, d, p, stepsA)
	rich := Wallets{Accounts: map[registry.AccountID]int64{"alice": 1 << 50}, Registrars: map[registry.RegistrarID]int64{"best-names": 1 << 50, "other-names": 1 << 50}}
	free, _ := d.At(b, p)
	if paid, _, _ := d.AtWithFunds(b, p, rich); !equal(paid, free) {
		r.Fatalf("with funds, at %v:\n%+v\nwant, as At returns,\n%+v", b, paid, free)
	}
}
