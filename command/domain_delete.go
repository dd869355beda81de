package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteDomain gives up a name of the actor's own (RFC 5731 section 3.2.2).
// What grace periods promise is paid back; a name in its add period is free at
// once, and goes to the first preorder in line. Its result is the domain as it
// stands then: Released when it is gone, Pending where the policy wants the
// registrant's word first (EPP code 1001).
type DeleteDomain struct {
	Name     string
	Bare     bool // hosts below it forbid it (RFC 5731 section 3.2.2), instead of going with it
	Verified bool // the registrar has the registrant's word already
}

func (c DeleteDomain) Run(t *Tx) (registry.Domain, error) {
	d, p, err := t.own(c.Name)
	if err != nil {
		return d, err
	}
	after, back, err := d.Delete(t.Now, p)
	if err != nil {
		return d, err
	}
	if err := t.checkHostsUnused(d, c.Bare); err != nil {
		return d, err
	}
	if p.Confirm > 0 && !c.Verified && !t.By.Operator() {
		return t.await(d, registry.Pending{Verb: pendingDelete}, p, nil)
	}
	for _, g := range back {
		if err := t.giveBack(d, g); err != nil {
			return d, err
		}
	}
	if after.Phase == registry.Released {
		return after, t.release("delete", d)
	}
	if err := t.save("delete", d, after); err != nil {
		return d, err
	}
	return t.offer(after)
}

// giveBack pays a grace period's money back to who sponsors d.
func (t *Tx) giveBack(d registry.Domain, g registry.Grace) error {
	price := registry.Price{
		Retail:    money.Amount{Minor: g.Retail, Currency: g.Currency},
		Wholesale: money.Amount{Minor: g.Wholesale, Currency: g.Currency},
	}
	return t.refund(d.Registrar, d.Account, price, "refund "+string(g.Period), string(d.Name))
}

// checkHostsUnused returns ErrLinked if another name is delegated to a host
// below d, or, where it must be bare, if there is any.
func (t *Tx) checkHostsUnused(d registry.Domain, bare bool) error {
	hosts, err := t.st.Hosts().Below(d.Name)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if bare {
			return registry.ErrLinked.On("host", string(h.Name))
		}
		users, err := t.hostUsers(h.Name)
		if err != nil {
			return err
		}
		for _, u := range users {
			if u.Name != d.Name {
				return registry.ErrLinked.On("host", string(h.Name))
			}
		}
	}
	return nil
}
