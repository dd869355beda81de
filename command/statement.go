package command

import (
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// DepositStatement tells what moved the deposit of the actor's registrar, newest
// first. The Book of its query is filled in. For the registrar's own users.
type DepositStatement struct{ store.StatementQuery }

// A Booked is a page of a statement, how many movements there are on all pages,
// and what is on the deposit now.
type Booked struct {
	Movements []store.Movement
	Count     int
	Balance   money.Amount
}

func (q DepositStatement) Answer(s *Snapshot) (b Booked, err error) {
	if s.By.Account != "" {
		return b, nil
	}
	purse, err := s.Purse()
	if err != nil {
		return b, err
	}
	b.Balance = money.Amount{Minor: purse.Balance, Currency: purse.Currency}
	q.Book = money.Deposit(string(s.By.Registrar))
	b.Movements, b.Count, err = s.st.Purses().Statement(q.StatementQuery)
	return b, err
}
