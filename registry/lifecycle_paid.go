package registry

import "time"

// AtWithFunds is At with automatic renewals limited to what the sponsor can pay.
// checkFunds reports whether the sponsor of payer, and its account if it has one, can
// pay owed, the sum of all renewals so far. At the first that it cannot pay,
// AutoRenew is cleared and the domain expires.
func (d Domain) AtWithFunds(now time.Time, p Policy, canPay func(payer Domain, owed Price) (bool, error)) (Domain, []Transition, error) {
	after, steps := d.At(now, p)
	var owed Price
	for i, step := range steps {
		if step.Verb != "autorenew" {
			continue
		}
		price, _ := p.Prices.Of(ProductRenew, Years(1))
		owed.Retail, owed.Wholesale = owed.Retail.Plus(price.Retail), owed.Wholesale.Plus(price.Wholesale)
		payer := d
		if i > 0 {
			payer = steps[i-1].After
		}
		switch ok, err := canPay(payer, owed); {
		case err != nil:
			return d, nil, err
		case ok:
			continue
		}
		payer.AutoRenew = false
		after, rest := payer.At(now, p)
		return after, append(steps[:i:i], rest...), nil
	}
	return after, steps, nil
}
