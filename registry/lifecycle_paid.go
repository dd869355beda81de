package registry

import "time"

// AtPaid is At where somebody knows the purses: time may renew d only as long
// as its payer can pay. Pays says whether the sponsor of payer (and its account,
// if it has one) could pay what it owes by then; where it could not, AutoRenew
// ends, and the name expires.
func (d Domain) AtPaid(now time.Time, p Policy, pays func(payer Domain, owed Price) (bool, error)) (Domain, []Step, error) {
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
		switch ok, err := pays(payer, owed); {
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
