package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// DeleteDomainWithCredit is DeleteDomain with the refund in its result (RFC 8748
// section 5.2.2).
type DeleteDomainWithCredit struct{ DeleteDomain }

// DeleteDomainResult is a domain after its deletion and the wholesale amount
// that its grace periods refunded; zero while the deletion is pending.
type DeleteDomainResult struct {
	Domain registry.Domain
	Credit money.Amount
}

func (c DeleteDomainWithCredit) Run(t *command.Tx) (DeleteDomainResult, error) {
	d, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return DeleteDomainResult{}, err
	}
	_, refunds, err := d.Delete(t.Now, p)
	if err != nil {
		return DeleteDomainResult{}, err
	}
	var credit money.Amount
	for _, g := range refunds {
		credit = credit.Plus(money.Amount{Minor: g.Wholesale, Currency: g.Currency})
	}
	after, err := c.DeleteDomain.Run(t)
	if after.Pending != nil { // it waits for the registrant's confirmation: no refund yet
		credit = money.Amount{}
	}
	return DeleteDomainResult{after, credit}, err
}

func (c DeleteDomainWithCredit) Wrapped() any { return c.DeleteDomain }
