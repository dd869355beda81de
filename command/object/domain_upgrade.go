package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpgradeDomain changes a domain of the actor from the free to the paid plan: the
// term is added to its expiry date, and it renews automatically if the TLD's paid
// domains do (docs/contracts/freenom.md section 1.5). ErrUnsupported on "plan" for
// a domain that is paid already.
type UpgradeDomain struct {
	Name       string
	Term       registry.Term        // zero: the policy's DefaultTerm of paid domains
	Registrant registry.ContactID   // "": unchanged
	Admin      []registry.ContactID // nil, as the next two: unchanged
	Tech       []registry.ContactID
	Billing    []registry.ContactID
	Shield     *bool // nil: unchanged
	AutoRenew  *bool // nil: the policy's AutoRenew
}

func (c UpgradeDomain) Run(t *command.Tx) (Registration, error) {
	before, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return Registration{}, err
	}
	if (c.Term == registry.Term{}) {
		c.Term = p.DefaultTerm(registry.PlanPaid)
	}
	price, sold := p.Prices.Of(registry.ProductUpgrade, c.Term)
	d, err := before.Upgrade(c.Term, price, t.Now, p)
	if err != nil {
		return Registration{}, err
	}
	if !sold {
		return Registration{}, registry.ErrNoPrice.On("period", c.Term.String())
	}
	if d.AutoRenew = p.AutoRenew; c.AutoRenew != nil {
		d.AutoRenew = *c.AutoRenew
	}
	if c.Registrant != "" {
		d.Registrant = c.Registrant
	}
	for _, role := range []struct{ given, kept *[]registry.ContactID }{{&c.Admin, &d.Admin}, {&c.Tech, &d.Tech}, {&c.Billing, &d.Billing}} {
		if *role.given != nil {
			*role.kept = *role.given
		}
	}
	if c.Shield != nil {
		d.Shield = *c.Shield
	}
	if err := validateDomain(t, before, d, p); err != nil {
		return Registration{}, err
	}
	if err := ChargePayer(t, d.Registrar, d.Account, price, "upgrade", string(d.Name)); err != nil {
		return Registration{}, err
	}
	return Registration{Domain: d, Price: price}, command.SaveDomain(t, registry.VerbUpgrade, before, d)
}
