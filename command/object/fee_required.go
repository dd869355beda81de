package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// Cost returns the wholesale price that the registrar pays for the registration.
func (r Registration) Cost() money.Amount { return r.Price.Wholesale }

// Cost returns the wholesale price that the gaining registrar pays for the
// transfer.
func (r TransferResult) Cost() money.Amount { return r.Price.Wholesale }

// RequireFee returns cmd with a check that it costs the actor's registrar
// at most fee, to which the client agreed (RFC 8748 section 3.4). The registrar is
// charged the price, not the fee. If the fee is less or in another currency, the
// transaction is rolled back with ErrFee, whose Value is the actual price.
func RequireFee[R interface{ Cost() money.Amount }](fee money.Amount, cmd command.Command[R]) command.Command[R] {
	return feeCheck[R]{fee, cmd}
}

type feeCheck[R interface{ Cost() money.Amount }] struct {
	fee money.Amount
	cmd command.Command[R]
}

func (c feeCheck[R]) Run(t *command.Tx) (R, error) {
	r, err := c.cmd.Run(t)
	if err != nil {
		return r, err
	}
	if cost := r.Cost(); cost.Minor > c.fee.Minor || cost.Currency != c.fee.Currency && !cost.IsZero() {
		return r, registry.ErrFee.On("fee", cost.String())
	}
	return r, nil
}

func (c feeCheck[R]) Wrapped() any { return c.cmd }

// RequireAgreement returns cmd, a purchase without an agreed fee, with a check that the name
// is not premium: a client has to agree to the price of a premium name (RFC 8748 section
// 5.2.1). The fault is ErrMissing on "fee".
func RequireAgreement(cmd command.Command[Registration]) command.Command[Registration] {
	return agreementCheck{cmd}
}

type agreementCheck struct{ cmd command.Command[Registration] }

func (c agreementCheck) Run(t *command.Tx) (Registration, error) {
	r, err := c.cmd.Run(t)
	if err == nil && r.Domain.Premium != nil {
		err = registry.ErrMissing.On("fee", "")
	}
	return r, err
}

func (c agreementCheck) Wrapped() any { return c.cmd }
