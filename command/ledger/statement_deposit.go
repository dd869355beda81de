package ledger

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/store"
)

// DepositStatement lists the movements on the deposit of the actor's registrar,
// newest first. A zero field selects all. For the registrar's own users.
type DepositStatement struct {
	From, Until     time.Time // at From or later, before Until
	Text            string    // part of "<memo> <object>", in any case
	Credits, Debits bool      // only credits, only debits; both or none: all
	Offset, Limit   int       // Limit 0: 100
}

// Movement is the effect of one ledger entry on the deposit.
type Movement struct {
	Entry   int64 // money.Entry.ID
	At      time.Time
	Memo    string
	Object  string
	Amount  money.Amount // below zero: a debit
	Balance money.Amount // of the deposit after the entry
}

// StatementPage is a page of a statement. Count is the number of movements on all
// pages, Balance the current balance of the deposit.
type StatementPage struct {
	Movements []Movement
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
	lines, count, err := s.Store.Balances().Statement(store.StatementQuery{
		Book: money.Deposit(string(s.By.Registrar)), From: q.From, Until: q.Until, Text: q.Text,
		Credits: q.Credits, Debits: q.Debits, Offset: q.Offset, Limit: q.Limit,
	})
	page.Count = count
	for _, l := range lines {
		page.Movements = append(page.Movements, Movement(l))
	}
	return page, err
}
