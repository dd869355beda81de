package registry

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/money"
)

// Funds looks up what accounts and registrars may spend now; the balances of a
// store's transaction satisfy it. An owner without a balance has the zero Amount.
type Funds interface {
	AccountFunds(AccountID) (money.Amount, error)
	RegistrarFunds(RegistrarID) (money.Amount, error)
}

// CheckFunds checks that an account can pay the retail part of a price and its
// registrar the wholesale part. An empty a skips the account. The faults are
// ErrLowBalance and ErrLowDeposit, with the available sum.
func CheckFunds(f Funds, r RegistrarID, a AccountID, price Price) error {
	if a != "" && price.Retail.Sign() > 0 {
		switch has, err := f.AccountFunds(a); {
		case err != nil:
			return err
		case has.Minor < price.Retail.Minor:
			return ErrLowBalance.On("balance", has.Decimal())
		}
	}
	if price.Wholesale.Sign() > 0 {
		switch has, err := f.RegistrarFunds(r); {
		case err != nil:
			return err
		case has.Minor < price.Wholesale.Minor:
			return ErrLowDeposit.On("balance", has.Decimal())
		}
	}
	return nil
}

// projectedFunds are Funds after the charges of a projection.
type projectedFunds struct {
	Funds
	accounts   map[AccountID]int64 // minor units charged
	registrars map[RegistrarID]int64
}

func newProjectedFunds(f Funds) *projectedFunds {
	return &projectedFunds{f, map[AccountID]int64{}, map[RegistrarID]int64{}}
}

func (f *projectedFunds) AccountFunds(a AccountID) (money.Amount, error) {
	has, err := f.Funds.AccountFunds(a)
	has.Minor -= f.accounts[a]
	return has, err
}

func (f *projectedFunds) RegistrarFunds(r RegistrarID) (money.Amount, error) {
	has, err := f.Funds.RegistrarFunds(r)
	has.Minor -= f.registrars[r]
	return has, err
}

// charge subtracts a price that a, if not empty, and r pay.
func (f *projectedFunds) charge(r RegistrarID, a AccountID, price Price) {
	if a != "" {
		f.accounts[a] += price.Retail.Minor
	}
	f.registrars[r] += price.Wholesale.Minor
}

// AtWithFunds is At with automatic renewals limited to what their payers can pay.
// Each renewal is charged to the sponsor at its instant, and to the sponsor's
// account if it has one. At the first that cannot be paid AutoRenew is cleared, and
// the domain expires. The errors are those of funds. What the end of a transfer
// refunds does not count: it goes to the side that does not get the domain.
func (d Domain) AtWithFunds(now time.Time, p Policy, funds Funds) (Domain, []Transition, error) {
	var steps []Transition
	left := newProjectedFunds(funds)
	row := d
	for d.IsDue(now) {
		step := d.Clone().nextTransition(p)
		if step.Verb == VerbAutoRenew {
			switch paid, err := left.renew(d, p); {
			case err != nil:
				return row, nil, err
			case !paid:
				d.AutoRenew = false
				step = d.Clone().nextTransition(p)
			}
		}
		d, steps = step.After, append(steps, step)
	}
	return d.Clone(), steps, nil
}

// renew charges the automatic renewal of d by a year, and reports whether its
// payers can pay it.
func (f *projectedFunds) renew(d Domain, p Policy) (paid bool, err error) {
	price, _ := p.PriceOf(d.Premium, ProductRenew, Years(1))
	err = CheckFunds(f, d.Registrar, d.Account, price)
	switch {
	case errors.Is(err, ErrLowBalance), errors.Is(err, ErrLowDeposit):
		return false, nil
	case err != nil:
		return false, err
	}
	f.charge(d.Registrar, d.Account, price)
	return true, nil
}
