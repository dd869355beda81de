package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Credit adds money that a registrar received to the wallet of one of its
// accounts. For the registrar itself, and operators.
type Credit struct {
	Account registry.AccountID
	Amount  money.Amount
	Memo    string
}

func (c Credit) Run(t *command.Tx) (Balance, error) {
	if t.By.Account != "" {
		return Balance{}, registry.ErrRole.On("role", string(registry.RoleBilling))
	}
	a, err := t.FindOwnAccount(c.Account)
	if err != nil {
		return Balance{}, err
	}
	return postPayment(t, store.AccountOwner(a.ID), money.Wallet(string(a.ID)), c.Amount, c.Memo)
}
