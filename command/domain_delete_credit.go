package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteDomainWithCredit is DeleteDomain with the refund in its result (RFC 8748
// section 5.2.2).
type CreditedDelete struct{ DeleteDomain }

// DeleteDomainResult is a domain after its deletion and the wholesale amount
// that its grace periods refunded; zero while the deletion is pending.
type Deletion struct {
	Domain registry.Domain
	Credit money.Amount
}

func (c CreditedDelete) Run(t *Tx) (Deletion, error) {
	d, p, err := t.own(c.Name)
	if err != nil {
		return Deletion{}, err
	}
	_, refunds, err := d.Delete(t.Now, p)
	if err != nil {
		return Deletion{}, err
	}
	var credit money.Amount
	for _, g := range refunds {
		credit = credit.Plus(money.Amount{Minor: g.Wholesale, Currency: g.Currency})
	}
	after, err := c.DeleteDomain.Run(t)
	if after.Pending != nil { // it waits for the registrant's confirmation: no refund yet
		credit = money.Amount{}
	}
	return Deletion{after, credit}, err
}

func (c CreditedDelete) Wrapped() any { return c.DeleteDomain }
