package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteDomain deletes a domain of the actor (RFC 5731 section 3.2.2) and
// refunds its grace periods (RFC 3915). A name in its add period is released at
// once and goes to its first preorder. The result is the domain afterwards: in
// phase Released when the row is gone, with Pending set when the policy requires
// the registrant's confirmation first (EPP code 1001).
type DeleteDomain struct {
	Name           string
	RequireNoHosts bool // ErrLinked if there are subordinate hosts (RFC 5731 section 3.2.2), instead of deleting them
	Verified       bool // the registrar has verified the registrant's consent: no confirmation
}

func (c DeleteDomain) Run(t *command.Tx) (registry.Domain, error) {
	d, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return d, err
	}
	after, refunds, err := d.Delete(t.Now, p)
	if err != nil {
		return d, err
	}
	if err := checkHostsUnused(t, d, c.RequireNoHosts); err != nil {
		return d, err
	}
	if p.ConfirmPeriod > 0 && !c.Verified && !t.By.Operator() {
		return awaitConfirmation(t, d, registry.Pending{Verb: PendingDelete}, p, nil)
	}
	for _, g := range refunds {
		if err := refundGrace(t, d, g); err != nil {
			return d, err
		}
	}
	if after.Phase == registry.Released {
		return after, releaseDomain(t, registry.VerbDelete, d)
	}
	if err := command.SaveDomain(t, registry.VerbDelete, d, after); err != nil {
		return d, err
	}
	return offerToPreorders(t, after)
}

// refundGrace refunds the price of a grace period to the sponsor of d.
func refundGrace(t *command.Tx, d registry.Domain, g registry.Grace) error {
	return ledger.Refund(t, d.Registrar, d.Account, g.Price(), "refund "+string(g.Period), string(d.Name))
}

// checkHostsUnused returns ErrLinked if a host below d is a name server of
// another domain, or with noHosts, if there is any host below d.
func checkHostsUnused(t *command.Tx, d registry.Domain, noHosts bool) error {
	hosts, err := t.Store.Hosts().SubordinateTo(d.Name)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		if noHosts {
			return registry.ErrLinked.On("host", string(h.Name))
		}
		users, err := host.ListDomainsUsingHost(t, h.Name)
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
