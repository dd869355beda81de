package ledger

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Charge moves a price: from the account to its registrar (retail), and from
// the registrar's deposit to the registry (wholesale). It returns
// ErrLowBalance or ErrLowDeposit, with the balance that was too low.
func Charge(t *command.Tx, r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	return postEntry(t, r, a, price, memo, object, pricePostings(r, a, price))
}

// Refund reverses the charge of a price.
func Refund(t *command.Tx, r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	price.Retail, price.Wholesale = price.Retail.Neg(), price.Wholesale.Neg()
	return postEntry(t, r, a, price, memo, object, pricePostings(r, a, price))
}

// HoldFunds puts money of an account on hold; a negative amount releases it.
func HoldFunds(t *command.Tx, r registry.RegistrarID, a registry.AccountID, amount money.Amount, memo, object string) error {
	if amount.IsZero() {
		return nil
	}
	postings := money.Move(money.Wallet(string(a)), money.Hold(string(a)), amount)
	return postEntry(t, r, a, registry.Price{Retail: amount}, memo, object, postings)
}

// pricePostings returns the postings that charge a price.
func pricePostings(r registry.RegistrarID, a registry.AccountID, price registry.Price) []money.Posting {
	var postings []money.Posting
	if a != "" && !price.Retail.IsZero() {
		postings = money.Move(money.Wallet(string(a)), money.Sales(string(r)), price.Retail)
	}
	if !price.Wholesale.IsZero() {
		postings = append(postings, money.Move(money.Deposit(string(r)), money.Revenue, price.Wholesale)...)
	}
	return postings
}

// postEntry posts a ledger entry, and checks the deposit that it lowers. If the
// funds do not suffice, it returns the fault of CheckFunds.
func postEntry(t *command.Tx, r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string, postings []money.Posting) error {
	if len(postings) == 0 {
		return nil
	}
	_, err := t.Store.Balances().Post(money.Entry{At: t.Now, Memo: memo, Object: object, Postings: postings})
	if errors.Is(err, store.ErrInsufficientFunds) {
		if err := CheckFunds(t.Snapshot, r, a, price); err != nil {
			return err
		}
	}
	if err == nil && price.Wholesale.Sign() > 0 {
		err = checkLowBalance(t, r, price.Wholesale)
	}
	return err
}

// CheckFunds returns nil if a charge of price would succeed now; ErrLowBalance or
// ErrLowDeposit if not.
func CheckFunds(s *command.Snapshot, r registry.RegistrarID, a registry.AccountID, price registry.Price) error {
	return registry.CheckFunds(s.Store.Balances(), r, a, price)
}
