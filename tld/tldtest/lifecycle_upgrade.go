package tldtest

import (
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

// upgrade upgrades a free name to a paid one and checks that the new term is added
// to the old one.
func (l *life) upgrade() (registry.Domain, error) {
	term := rapid.SampledFrom(l.p.Terms).Draw(l.T, "years")
	price, _ := l.p.Prices.Of(registry.ProductUpgrade, term)
	after, err := l.d.Upgrade(term, price, l.now, l.p)
	if err != nil {
		return after, err
	}
	switch {
	case l.d.Plan != registry.Free, after.Plan != registry.Paid:
		l.Fatalf("upgraded from %q to %q", l.d.Plan, after.Plan)
	case after.Phase != registry.Active, !after.Expires.After(l.now), !after.Expires.After(l.d.Expires):
		l.Fatalf("upgraded to %v, in %s, at %v", after.Expires, after.Phase, l.now)
	}
	l.buy(l.d.Account, registry.RenewPeriod, l.p.RenewGrace, price, l.now)
	return after, nil
}
