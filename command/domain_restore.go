package command

import "github.com/cadastre-registry/cadastre/registry"

// RestoreDomain saves a name of the actor's own from redemption (RFC 3915
// section 4.2.5). A name whose time had run out is renewed as well, and pays
// for it. Where the policy asks for a restore report the name waits for
// ReportRestore.
type RestoreDomain struct{ Name string }

func (c RestoreDomain) Run(t *Tx) (Registration, error) {
	d, p, err := t.own(c.Name)
	if err != nil {
		return Registration{}, err
	}
	price, ok := p.Prices.Of(registry.ProductRestore, registry.Term{})
	if !ok && d.Plan == registry.Paid {
		return Registration{}, registry.ErrPrice.On("product", string(registry.ProductRestore))
	}
	yearly, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
	if d.Plan == registry.Free {
		price, yearly = registry.Price{}, registry.Price{}
	}
	after, bought, err := d.Restore(t.Now, p, yearly)
	if err != nil {
		return Registration{}, err
	}
	price.Retail = price.Retail.Plus(yearly.Retail.Times(bought))
	price.Wholesale = price.Wholesale.Plus(yearly.Wholesale.Times(bought))
	if err := t.charge(d.Registrar, d.Account, price, "restore", string(d.Name)); err != nil {
		return Registration{}, err
	}
	return Registration{Domain: after, Price: price}, t.save("restore", d, after)
}

// ReportRestore accepts the restore report of a name that waits for it (RFC
// 3915 section 4.2.5) and keeps it.
type ReportRestore struct {
	Name   string
	Report *registry.Report // its At is filled in here; nil: nothing to keep
}

func (c ReportRestore) Run(t *Tx) (registry.Domain, error) {
	d, _, err := t.own(c.Name)
	if err != nil {
		return d, err
	}
	after, err := d.Report()
	if err != nil {
		return d, err
	}
	if c.Report != nil {
		r := *c.Report
		r.At, after.Declared = t.Now, &r
	}
	return after, t.save("report", d, after)
}
