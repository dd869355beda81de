package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// charge moves a price: from the account to its registrar (retail), and from
// the registrar's deposit to the registry (wholesale). It returns
// ErrLowBalance or ErrLowDeposit, with the balance that was too low.
func (t *Tx) charge(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	return t.postEntry(r, a, price, memo, object, pricePostings(r, a, price))
}

// chargePayer is charge for a purchase: automatic renewals of the payer that
// reads already show are paid first.
func (t *Tx) chargePayer(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	if err := t.advanceDueOf(r, a); err != nil {
		return err
	}
	return t.charge(r, a, price, memo, object)
}

// advanceDueOf advances the payer's overdue domains before it buys more: automatic
// renewals that reads already show must be paid first.
func (t *Tx) advanceDueOf(r registry.RegistrarID, a registry.AccountID) error {
	if t.By.Frontend == schedulerFrontend { // the scheduler is advancing domains itself
		return nil
	}
	due, err := t.st.Domains().DueFor(r, a, t.Now, 20)
	if err != nil {
		return err
	}
	for _, n := range due {
		if _, _, err := t.refreshDomain(n); err != nil {
			return err
		}
	}
	return nil
}

// refund reverses the charge of a price.
func (t *Tx) refund(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	price.Retail, price.Wholesale = price.Retail.Neg(), price.Wholesale.Neg()
	return t.postEntry(r, a, price, memo, object, pricePostings(r, a, price))
}

// holdFunds puts money of an account on hold; a negative amount releases it.
func (t *Tx) holdFunds(r registry.RegistrarID, a registry.AccountID, amount money.Amount, memo, object string) error {
	if amount.IsZero() {
		return nil
	}
	postings := money.Move(money.Wallet(string(a)), money.Hold(string(a)), amount)
	return t.postEntry(r, a, registry.Price{Retail: amount}, memo, object, postings)
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
// funds do not suffice, it returns the fault of checkFunds.
func (t *Tx) postEntry(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string, postings []money.Posting) error {
	if len(postings) == 0 {
		return nil
	}
	_, err := t.st.Balances().Post(money.Entry{At: t.Now, Memo: memo, Object: object, Postings: postings})
	if errors.Is(err, store.ErrInsufficientFunds) {
		if err := t.checkFunds(r, a, price); err != nil {
			return err
		}
	}
	if err == nil && price.Wholesale.Sign() > 0 {
		err = t.checkLowBalance(r, price.Wholesale)
	}
	return err
}

// checkLowBalance warns a registrar, and reloads its deposit, if a charge brought
// the deposit below a threshold.
func (t *Tx) checkLowBalance(id registry.RegistrarID, charged money.Amount) error {
	r, err := t.st.Registrars().Get(id)
	if exists, err := isFound(err); !exists || err != nil || r.LowBalance == 0 && r.Reload == nil {
		return err
	}
	bal, err := t.st.Balances().Get(store.RegistrarOwner(id))
	if err != nil {
		return err
	}
	return errors.Join(t.queueLowBalanceMessage(r, bal, charged), t.reloadDeposit(r, bal))
}

// checkFunds returns nil if a charge of price would succeed now; ErrLowBalance or
// ErrLowDeposit if not.
func (s *Snapshot) checkFunds(r registry.RegistrarID, a registry.AccountID, price registry.Price) error {
	return store.CheckFunds(s.st.Balances(), r, a, price)
}

// FindBalance returns the balance of the actor's account, or of its registrar if
// the actor has no account.
func (s *Snapshot) FindBalance() (store.Balance, error) {
	if s.By.Account == "" {
		return s.st.Balances().Get(store.RegistrarOwner(s.By.Registrar))
	}
	return s.st.Balances().Get(store.AccountOwner(s.By.Account))
}
