package object

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// RenewDomain adds a term to a domain of the actor (RFC 5731 section 3.2.3) and
// charges its price.
type RenewDomain struct {
	Name string
	Term registry.Term // zero: the policy's DefaultTerm
	// KeepDeletion refuses a domain in pendingDelete, whose deletion a renewal cancels
	// where the policy has RenewCancelsDelete.
	KeepDeletion bool
	Expires      time.Time // current expiry date (curExpDate), so that a repeat does not renew twice; zero: not checked
}

func (c RenewDomain) Run(t *command.Tx) (Registration, error) {
	d, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return Registration{}, err
	}
	if (c.Term == registry.Term{}) {
		c.Term = p.DefaultTerm(d.Plan)
	}
	if !c.Expires.IsZero() && command.FormatDay(c.Expires) != command.FormatDay(d.Expires) && !p.SameDay(c.Expires, d.Expires) {
		return Registration{}, registry.ErrExpiryDate.On("curExpDate", command.FormatDay(c.Expires))
	}
	if c.KeepDeletion && d.Phase == registry.PendingDelete {
		return Registration{}, registry.ErrStatus.On("status", string(registry.StatusPendingDelete))
	}
	price, sold := p.PriceOf(d.Premium, registry.ProductRenew, c.Term)
	if d.Plan == registry.PlanFree {
		price, sold = registry.Price{}, true
	}
	after, err := d.Renew(c.Term, price, t.Now, p)
	if err != nil {
		return Registration{}, err
	}
	if !sold {
		return Registration{}, registry.ErrNoPrice.On("period", c.Term.String())
	}
	if err := ChargePayer(t, d.Registrar, d.Account, price, "renew", string(d.Name)); err != nil {
		return Registration{}, err
	}
	return Registration{Domain: after, Price: price}, command.SaveDomain(t, registry.VerbRenew, d, after)
}
