package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// maxPayment bounds a payment and the balance before it, in minor units, so that
// sums of many do not overflow int64.
const maxPayment = 1_000_000_000_000_00

// postPayment posts a payment from the bank to a book of owner; ErrRange.
func postPayment(t *command.Tx, owner string, book money.Book, a money.Amount, memo string) (Balance, error) {
	stored, err := t.Store.Balances().Get(owner)
	bal := Balance(stored)
	switch {
	case err != nil:
		return bal, err
	case a.Sign() <= 0, a.Currency != bal.Currency, a.Minor > maxPayment, bal.Available > maxPayment:
		return bal, registry.ErrRange.On("amount", a.String())
	}
	if _, err := t.Store.Balances().Post(money.Entry{At: t.Now, Memo: memo, Object: owner, Postings: money.Move(money.Bank, book, a)}); err != nil {
		return bal, err
	}
	stored, err = t.Store.Balances().Get(owner)
	return Balance(stored), err
}
