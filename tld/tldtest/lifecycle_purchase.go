package tldtest

import (
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

// upgrade upgrades a free name to a paid one and checks that the new term is added
// to the old one.
func (l *lifecycle) upgrade() (registry.Domain, error) {
	term := rapid.SampledFrom(l.policy.Terms).Draw(l.T, "years")
	price, _ := l.policy.Prices.Of(registry.ProductUpgrade, term)
	after, err := l.domain.Upgrade(term, price, l.now, l.policy)
	if err != nil {
		return after, err
	}
	switch {
	case l.domain.Plan != registry.PlanFree, after.Plan != registry.PlanPaid:
		l.Fatalf("upgraded from %q to %q", l.domain.Plan, after.Plan)
	case after.Phase != registry.Active, !after.Expires.After(l.now), !after.Expires.After(l.domain.Expires):
		l.Fatalf("upgraded to %v, in %s, at %v", after.Expires, after.Phase, l.now)
	}
	l.recordPurchase(l.domain.Account, registry.RenewPeriod, l.policy.RenewGrace, price, l.now)
	return after, nil
}

// price returns the price of a product, zero for a free name.
func (l *lifecycle) price(d registry.Domain, product registry.Product, t registry.Term) registry.Price {
	if d.Plan == registry.PlanFree {
		return registry.Price{}
	}
	price, _ := l.policy.Prices.Of(product, t)
	return price
}

// recordPurchase records a purchase that a delete within grace refunds.
func (l *lifecycle) recordPurchase(account registry.AccountID, period registry.Period, grace time.Duration, price registry.Price, at time.Time) {
	if grace == 0 {
		return
	}
	ends := at.Add(grace)
	if zone := l.policy.Location; zone != nil { // whole days of its calendar
		ends = at.In(zone).AddDate(0, 0, int(grace/(24*time.Hour))).UTC()
	}
	b := purchase{period, ends, price.Retail.Minor, price.Wholesale.Minor}
	if account == "" { // only the registrar pays
		b.Retail = 0
	}
	l.purchases = append(l.purchases, b)
}
