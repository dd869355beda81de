package store

import (
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// CanPay returns nil if the purses of an account (none, if a is empty) and of
// its registrar hold a price now; ErrLowBalance or ErrLowDeposit, with what
// there is, if not.
func CanPay(purses Purses, r registry.RegistrarID, a registry.AccountID, price registry.Price) error {
	if a != "" && price.Retail.Sign() > 0 {
		if err := holds(purses, AccountPurse(a), price.Retail, registry.ErrLowBalance); err != nil {
			return err
		}
	}
	if price.Wholesale.Sign() > 0 {
		return holds(purses, RegistrarPurse(r), price.Wholesale, registry.ErrLowDeposit)
	}
	return nil
}

// holds returns low if the purse of an owner holds less than a sum.
func holds(purses Purses, owner string, sum money.Amount, low *registry.Fault) error {
	switch p, err := purses.Get(owner); {
	case errors.Is(err, ErrNotFound):
		return low.On("balance", "0.00")
	case err != nil:
		return err
	case p.Balance < sum.Minor:
		return low.On("balance", money.Amount{Minor: p.Balance, Currency: p.Currency}.Decimal())
	}
	return nil
}

// Present returns d as time, and what its payer can pay, have left it at now.
func Present(tx Tx, d registry.Domain, p registry.Policy, now time.Time) (registry.Domain, []registry.Step, error) {
	return d.AtPaid(now, p, func(payer registry.Domain, owed registry.Price) (bool, error) {
		err := CanPay(tx.Purses(), payer.Registrar, payer.Account, owed)
		if errors.Is(err, registry.ErrLowBalance) || errors.Is(err, registry.ErrLowDeposit) {
			return false, nil
		}
		return err == nil, err
	})
}
