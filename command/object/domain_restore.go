package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RestoreDomain restores a domain of the actor from redemption (RFC 3915 section
// 4.2.5). A domain that has expired is renewed too, and charged for the years. Where
// the policy requires a restore report, the domain waits for ReportRestore in
// phase pendingRestore.
type RestoreDomain struct{ Name string }

func (c RestoreDomain) Run(t *command.Tx) (Registration, error) {
	d, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return Registration{}, err
	}
	price, ok := p.PriceOf(d.Premium, registry.ProductRestore, registry.Term{})
	if !ok && d.Plan == registry.PlanPaid {
		return Registration{}, registry.ErrNoPrice.On("product", string(registry.ProductRestore))
	}
	yearly, _ := p.PriceOf(d.Premium, registry.ProductRenew, registry.Years(1))
	if d.Plan == registry.PlanFree {
		price, yearly = registry.Price{}, registry.Price{}
	}
	after, years, err := d.Restore(t.Now, p, yearly)
	if err != nil {
		return Registration{}, err
	}
	price.Retail = price.Retail.Plus(yearly.Retail.Times(years))
	price.Wholesale = price.Wholesale.Plus(yearly.Wholesale.Times(years))
	if err := ChargePayer(t, d.Registrar, d.Account, price, "restore", string(d.Name)); err != nil {
		return Registration{}, err
	}
	return Registration{Domain: after, Price: price}, command.SaveDomain(t, registry.VerbRestore, d, after)
}
