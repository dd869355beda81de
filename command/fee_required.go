package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// Cost is what the actor's registrar pays for what it bought.
func (r Registration) Cost() money.Amount { return r.Price.Wholesale }

// Cost is what the actor's registrar pays for what it bought.
func (h Handover) Cost() money.Amount { return h.Price.Wholesale }

// Agreed runs cmd if it costs the actor's registrar what it agreed to (RFC 8748
// section 3.4); else nothing happens, and it is ErrFee with the true price.
func Agreed[R interface{ Cost() money.Amount }](fee money.Amount, cmd Command[R]) Command[R] {
	return agreed[R]{fee, cmd}
}

type agreed[R interface{ Cost() money.Amount }] struct {
	fee money.Amount
	cmd Command[R]
}

func (c agreed[R]) Run(t *Tx) (R, error) {
	r, err := c.cmd.Run(t)
	if err != nil {
		return r, err
	}
	if cost := r.Cost(); cost.Minor != c.fee.Minor || cost.Currency != c.fee.Currency && !cost.IsZero() {
		return r, registry.ErrFee.On("fee", cost.String())
	}
	return r, nil
}

func (c agreed[R]) Wrapped() any { return c.cmd }
