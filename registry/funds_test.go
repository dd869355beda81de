package registry_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

// yearPrice is the wholesale price of a year under fullPolicy.
const yearPrice = 8_50

// describe returns the verbs and sponsors of transitions.
func describe(steps []registry.Transition) string {
	var words []string
	for _, s := range steps {
		words = append(words, fmt.Sprintf("%s of %s", s.Verb, s.After.Registrar))
	}
	return strings.Join(words, ", ")
}

// The second of two renewals that are due cannot be paid: the domain keeps the
// first one, and expires a year later.
func TestFundsEndAtTheSecondRenewal(t *testing.T) {
	born := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.example", Registrar: "a", AutoRenew: true}.Register(registry.Years(1), registry.Price{}, born, fullPolicy())
	w := tldtest.Wallets{Registrars: map[registry.RegistrarID]int64{"a": 2*yearPrice - 1}}
	after, steps, err := d.AtWithFunds(born.AddDate(2, 0, 2), fullPolicy(), w)
	if got, want := describe(steps), "autorenew of a, expire of a"; got != want || err != nil {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
	if want := born.AddDate(2, 0, 1); !after.Expires.Equal(want) || after.AutoRenew || after.Phase != registry.Expired {
		t.Errorf("%s until %s, renews itself: %t; want expired since %s", after.Phase, after.Expires, after.AutoRenew, want)
	}
}

// A transfer between two renewals: each sponsor pays its own.
func TestEachPayerPaysItsOwnRenewals(t *testing.T) {
	born := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	p := fullPolicy()
	d := registry.Domain{Name: "a.example", Registrar: "a", AutoRenew: true}.Register(registry.Years(1), registry.Price{}, born, p)
	d.Transfer = &registry.Transfer{State: registry.TransferPending, Gaining: "b", Acted: d.Expires.Add(day)}
	at := born.AddDate(2, 0, 2)
	for _, c := range []struct {
		losing, gaining int64
		want            string
	}{
		{yearPrice, yearPrice, "autorenew of a, transfer of b, autorenew of b"},
		{yearPrice, yearPrice - 1, "autorenew of a, transfer of b, expire of b"},
		{yearPrice - 1, 2 * yearPrice, "expire of a, transfer of b, outzone of b, redeem of b, drop of b, drop of b, release of b"},
	} {
		w := tldtest.Wallets{Registrars: map[registry.RegistrarID]int64{"a": c.losing, "b": c.gaining}}
		if _, steps, err := d.AtWithFunds(at, p, w); describe(steps) != c.want || err != nil {
			t.Errorf("%d and %d: %s, %v; want %s", c.losing, c.gaining, describe(steps), err, c.want)
		}
	}
}
