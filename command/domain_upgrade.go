package command

import "github.com/cadastre-registry/cadastre/registry"

// UpgradeDomain makes a paid name of a free one of the actor's own: it keeps its
// expiry date, and the term is added to it. From then on it renews itself where
// the TLD's paid names do (contract freenom, section 1.5). Its faults include
// ErrUnsupported on "plan" for a name that is paid already.
type UpgradeDomain struct {
	Name       string
	Term       registry.Term        // zero: the TLD's usual one for paid names
	Registrant registry.ContactID   // "": as it was
	Admin      []registry.ContactID // nil, as the next two: as they were
	Tech       []registry.ContactID
	Billing    []registry.ContactID
	Shield     *bool // nil: as it was
	AutoRenew  *bool // nil: as the TLD does
}

func (c UpgradeDomain) Run(t *Tx) (Registration, error) {
	before, p, err := t.own(c.Name)
	if err != nil {
		return Registration{}, err
	}
	if (c.Term == registry.Term{}) {
		c.Term = p.Usual(registry.Paid)
	}
	price, sold := p.Prices.Of(registry.ProductUpgrade, c.Term)
	d, err := before.Upgrade(c.Term, price, t.Now, p)
	if err != nil {
		return Registration{}, err
	}
	if !sold {
		return Registration{}, registry.ErrPrice.On("period", c.Term.String())
	}
	if d.AutoRenew = p.AutoRenew; c.AutoRenew != nil {
		d.AutoRenew = *c.AutoRenew
	}
	if c.Registrant != "" {
		d.Registrant = c.Registrant
	}
	for _, role := range []struct{ is, was *[]registry.ContactID }{{&c.Admin, &d.Admin}, {&c.Tech, &d.Tech}, {&c.Billing, &d.Billing}} {
		if *role.is != nil {
			*role.was = *role.is
		}
	}
	if c.Shield != nil {
		d.Shield = *c.Shield
	}
	if err := t.check(before, d, p); err != nil {
		return Registration{}, err
	}
	if err := t.charge(d.Registrar, d.Account, price, "upgrade", string(d.Name)); err != nil {
		return Registration{}, err
	}
	return Registration{Domain: d, Price: price}, t.save("upgrade", before, d)
}
