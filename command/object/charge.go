package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ChargePayer is ledger.Charge for a purchase: automatic renewals of the payer that
// reads already show are paid first.
func ChargePayer(t *command.Tx, r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	if err := advanceDueOf(t, r, a); err != nil {
		return err
	}
	return ledger.Charge(t, r, a, price, memo, object)
}

// advanceDueOf advances the payer's overdue domains before it buys more: automatic
// renewals that reads already show must be paid first.
func advanceDueOf(t *command.Tx, r registry.RegistrarID, a registry.AccountID) error {
	if t.By.Scheduled { // the scheduler is advancing domains itself
		return nil
	}
	due, err := t.Store.Domains().DueFor(r, a, t.Now, maxAdvanced)
	if err != nil {
		return err
	}
	for _, n := range due {
		if !canAdvance(t, n) {
			continue
		}
		if _, _, err := RefreshDomain(t, n); err != nil {
			return err
		}
	}
	return nil
}

// maxAdvanced bounds the overdue domains that one purchase advances; the scheduler
// advances the others.
const maxAdvanced = 20

// canAdvance reports whether the transitions of n can be computed. A damaged row must not
// stop its owner from buying: the scheduler reports it.
func canAdvance(t *command.Tx, n name.Name) bool {
	d, err := t.Store.Domains().Get(n)
	if err == nil {
		_, _, err = t.ProjectTransitions(d)
	}
	return err == nil
}

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
