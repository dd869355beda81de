package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// CreditedDelete is DeleteDomain for one who wants to know what came back.
type CreditedDelete struct{ DeleteDomain }

// A Deletion is a domain after it was deleted, and what its grace periods gave
// back to its registrar.
type Deletion struct {
	Domain registry.Domain
	Credit money.Amount
}

func (c CreditedDelete) Run(t *Tx) (Deletion, error) {
	d, p, err := t.own(c.Name)
	if err != nil {
		return Deletion{}, err
	}
	_, back, err := d.Delete(t.Now, p)
	if err != nil {
		return Deletion{}, err
	}
	var credit money.Amount
	for _, g := range back {
		credit = credit.Plus(money.Amount{Minor: g.Wholesale, Currency: g.Currency})
	}
	after, err := c.DeleteDomain.Run(t)
	if after.Pending != nil { // it waits for somebody's word, and nothing has come back yet
		credit = money.Amount{}
	}
	return Deletion{after, credit}, err
}

func (c CreditedDelete) Wrapped() any { return c.DeleteDomain }
