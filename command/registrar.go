package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CreateRegistrar accredits a registrar. For operators.
type CreateRegistrar struct{ Registrar registry.Registrar }

func (c CreateRegistrar) Run(t *Tx) (registry.Registrar, error) {
	r := c.Registrar
	if !t.By.Operator() {
		return r, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	switch {
	case len(r.ID) < 3 || len(r.ID) > 16:
		return r, registry.ErrRange.On("registrar", "3 to 16 characters")
	case r.Currency == "":
		return r, registry.ErrMissing.On("currency", "")
	}
	_, err := t.st.Registrars().Get(r.ID)
	if exists, err := isFound(err); err != nil {
		return r, err
	} else if exists {
		return r, registry.ErrTaken.On("registrar", string(r.ID))
	}
	if r.Number, err = t.st.NextID(); err != nil {
		return r, err
	}
	r.Created = t.Now
	if err := t.st.Balances().Open(store.RegistrarOwner(r.ID), r.Currency); err != nil {
		return r, err
	}
	for _, n := range r.Nameservers {
		if err := t.createStorefrontHost(r.ID, NS{Host: string(n)}); err != nil {
			return r, err
		}
	}
	if err := t.st.Registrars().Put(r); err != nil {
		return r, err
	}
	return r, t.appendChange("create", registry.KindRegistrar, string(r.ID), r)
}

// createStorefrontHost creates the host object of a storefront's name server, so
// that every frontend shows the delegations to it alike.
func (t *Tx) createStorefrontHost(r registry.RegistrarID, ns NS) error {
	n, err := t.parseName(ns.Host)
	if err != nil {
		return err
	}
	_, err = t.st.Hosts().Get(n)
	if exists, err := isFound(err); exists || err != nil {
		return err
	}
	id, err := t.newObjectIDs()
	if err != nil {
		return err
	}
	return t.saveHost("create", registry.Host{Name: n, ROID: id.ROID, Number: id.Number, Registrar: r, Created: t.Now, CreatedBy: t.authorID()})
}

// Deposit adds money that the registry received to a registrar's deposit. For
// operators.
type Deposit struct {
	Registrar registry.RegistrarID
	Amount    money.Amount
	Memo      string
}

func (c Deposit) Run(t *Tx) (store.Balance, error) {
	if !t.By.Operator() {
		return store.Balance{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	if _, err := t.FindRegistrar(c.Registrar); err != nil {
		return store.Balance{}, err
	}
	return t.postPayment(store.RegistrarOwner(c.Registrar), money.Deposit(string(c.Registrar)), c.Amount, c.Memo)
}

// Credit adds money that a registrar received to the wallet of one of its
// accounts. For the registrar itself, and operators.
type Credit struct {
	Account registry.AccountID
	Amount  money.Amount
	Memo    string
}

func (c Credit) Run(t *Tx) (store.Balance, error) {
	if t.By.Account != "" {
		return store.Balance{}, registry.ErrRole.On("role", string(registry.RoleBilling))
	}
	a, err := t.FindOwnAccount(c.Account)
	if err != nil {
		return store.Balance{}, err
	}
	return t.postPayment(store.AccountOwner(a.ID), money.Wallet(string(a.ID)), c.Amount, c.Memo)
}

// maxPayment bounds a payment and the balance before it, in minor units, so that
// sums of many do not overflow int64.
const maxPayment = 1_000_000_000_000_00

// postPayment posts a payment from the bank to a book of owner; ErrRange.
func (t *Tx) postPayment(owner string, book money.Book, a money.Amount, memo string) (store.Balance, error) {
	bal, err := t.st.Balances().Get(owner)
	switch {
	case err != nil:
		return bal, err
	case a.Sign() <= 0, a.Currency != bal.Currency, a.Minor > maxPayment, bal.Available > maxPayment:
		return bal, registry.ErrRange.On("amount", a.String())
	}
	if _, err := t.st.Balances().Post(money.Entry{At: t.Now, Memo: memo, Object: owner, Postings: money.Move(money.Bank, book, a)}); err != nil {
		return bal, err
	}
	return t.st.Balances().Get(owner)
}

// Statement lists the ledger entries of the actor's wallet or deposit, newest
// first, at most Limit (zero: 100) before an entry's ID (zero: the newest).
type Statement struct {
	Before int64
	Limit  int
}

func (q Statement) Answer(s *Snapshot) ([]money.Entry, error) {
	book := money.Deposit(string(s.By.Registrar))
	if s.By.Account != "" {
		book = money.Wallet(string(s.By.Account))
	}
	return s.st.Balances().Entries(book, q.Before, q.Limit)
}

// Audit checks the ledger, and returns one sentence for each inconsistency; nil if
// there is none.
type Audit struct{}

func (Audit) Answer(s *Snapshot) ([]string, error) { return s.st.Balances().Audit() }
