package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// charge takes a price: from the account to its registrar (retail), and from
// the registrar's deposit to the registry (wholesale). It returns
// ErrLowBalance or ErrLowDeposit, with the balance that was too low.
func (t *Tx) charge(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	if err := t.settleOf(r, a); err != nil {
		return err
	}
	return t.post(r, a, price, memo, object, bill(r, a, price))
}

// settleOf writes down what time has done to the payer's names before it buys
// more: renewals that reads show as done are paid first.
func (t *Tx) settleOf(r registry.RegistrarID, a registry.AccountID) error {
	if t.By.Face == clockFace { // which does just that
		return nil
	}
	due, err := t.st.Domains().DueOf(r, a, t.Now, 20)
	if err != nil {
		return err
	}
	for _, n := range due {
		if _, _, err := t.current(n); err != nil {
			return err
		}
	}
	return nil
}

// refund gives a price back.
func (t *Tx) refund(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	price.Retail, price.Wholesale = price.Retail.Neg(), price.Wholesale.Neg()
	return t.post(r, a, price, memo, object, bill(r, a, price))
}

// engage puts money of an account on hold; a negative amount frees it again.
func (t *Tx) engage(r registry.RegistrarID, a registry.AccountID, amount money.Amount, memo, object string) error {
	if amount.IsZero() {
		return nil
	}
	postings := money.Move(money.Wallet(string(a)), money.Hold(string(a)), amount)
	return t.post(r, a, registry.Price{Retail: amount}, memo, object, postings)
}

func bill(r registry.RegistrarID, a registry.AccountID, price registry.Price) []money.Posting {
	var postings []money.Posting
	if a != "" && !price.Retail.IsZero() {
		postings = money.Move(money.Wallet(string(a)), money.Sales(string(r)), price.Retail)
	}
	if !price.Wholesale.IsZero() {
		postings = append(postings, money.Move(money.Deposit(string(r)), money.Revenue, price.Wholesale)...)
	}
	return postings
}

func (t *Tx) post(r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string, postings []money.Posting) error {
	if len(postings) == 0 {
		return nil
	}
	_, err := t.st.Purses().Post(money.Entry{At: t.Now, Memo: memo, Object: object, Postings: postings})
	if errors.Is(err, store.ErrShort) {
		if err := t.canPay(r, a, price); err != nil {
			return err
		}
	}
	if err == nil && price.Wholesale.Sign() > 0 {
		err = t.watch(r, price.Wholesale)
	}
	return err
}

// watch looks after a registrar's deposit that a charge has just made smaller.
func (t *Tx) watch(id registry.RegistrarID, charged money.Amount) error {
	r, err := t.st.Registrars().Get(id)
	if there, err := found(err); !there || err != nil || r.LowBalance == 0 && r.Reload == nil {
		return err
	}
	purse, err := t.st.Purses().Get(store.RegistrarPurse(id))
	if err != nil {
		return err
	}
	return errors.Join(t.warnLow(r, purse, charged), t.reload(r, purse))
}

// canPay returns nil if a charge of price would succeed now; ErrLowBalance or
// ErrLowDeposit if not.
func (s *Snapshot) canPay(r registry.RegistrarID, a registry.AccountID, price registry.Price) error {
	return store.CanPay(s.st.Purses(), r, a, price)
}

// Purse returns the running totals of the actor: of its account, or of its
// registrar when it has none.
func (s *Snapshot) Purse() (store.Purse, error) {
	if s.By.Account == "" {
		return s.st.Purses().Get(store.RegistrarPurse(s.By.Registrar))
	}
	return s.st.Purses().Get(store.AccountPurse(s.By.Account))
}
