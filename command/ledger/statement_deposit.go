package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// DepositStatement lists the movements on the deposit of the actor's registrar,
// newest first. Answer sets the Book of the query. For the registrar's own users.
type DepositStatement struct{ store.StatementQuery }

// StatementPage is a page of a statement. Count is the number of movements on all
// pages, Balance the current balance of the deposit.
type StatementPage struct {
	Movements []store.StatementLine
	Count     int
	Balance   money.Amount
}

func (q DepositStatement) Answer(s *command.Snapshot) (page StatementPage, err error) {
	if s.By.Account != "" {
		return page, nil
	}
	bal, err := FindBalance(s)
	if err != nil {
		return page, err
	}
	page.Balance = money.Amount{Minor: bal.Available, Currency: bal.Currency}
	q.Book = money.Deposit(string(s.By.Registrar))
	page.Movements, page.Count, err = s.Store.Balances().Statement(q.StatementQuery)
	return page, err
}
