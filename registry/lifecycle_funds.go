package registry

import (
	"errors"
	"time"
)

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
		if step.Verb == "autorenew" {
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
	price, _ := p.Prices.Of(ProductRenew, Years(1))
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
