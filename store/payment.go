package store

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckFunds checks that an account can pay the retail part of a price and its
// registrar the wholesale part. An empty a skips the account. The faults are
// registry.ErrLowBalance and registry.ErrLowDeposit, with the available sum.
func CheckFunds(balances Balances, r registry.RegistrarID, a registry.AccountID, price registry.Price) error {
	if a != "" && price.Retail.Sign() > 0 {
		if err := checkBalance(balances, AccountOwner(a), price.Retail, registry.ErrLowBalance); err != nil {
			return err
		}
	}
	if price.Wholesale.Sign() > 0 {
		return checkBalance(balances, RegistrarOwner(r), price.Wholesale, registry.ErrLowDeposit)
	}
	return nil
}

// checkBalance returns low if an owner's available balance is below sum, or the
// owner has no balance.
func checkBalance(balances Balances, owner string, sum money.Amount, low *registry.Fault) error {
	switch b, err := balances.Get(owner); {
	case errors.Is(err, ErrNotFound):
		return low.On("balance", "0.00")
	case err != nil:
		return err
	case b.Available < sum.Minor:
		return low.On("balance", money.Amount{Minor: b.Available, Currency: b.Currency}.Decimal())
	}
	return nil
}

// DomainAt projects d to now: it applies the transitions that have fallen due,
// and those that cost money only as far as the payer's balance reaches. It
// returns the domain and the applied transitions, and writes nothing.
func DomainAt(tx Tx, d registry.Domain, p registry.Policy, now time.Time) (registry.Domain, []registry.Transition, error) {
	return d.AtWithFunds(now, p, func(payer registry.Domain, owed registry.Price) (bool, error) {
		err := CheckFunds(tx.Balances(), payer.Registrar, payer.Account, owed)
		if errors.Is(err, registry.ErrLowBalance) || errors.Is(err, registry.ErrLowDeposit) {
			return false, nil
		}
		return err == nil, err
	})
}
