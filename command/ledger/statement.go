package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
)

// Statement lists the ledger entries of the actor's wallet or deposit, newest
// first, at most Limit (zero: 100) before an entry's ID (zero: the newest).
type Statement struct {
	Before int64
	Limit  int
}

func (q Statement) Answer(s *command.Snapshot) ([]money.Entry, error) {
	book := money.Deposit(string(s.By.Registrar))
	if s.By.Account != "" {
		book = money.Wallet(string(s.By.Account))
	}
	return s.Store.Balances().Entries(book, q.Before, q.Limit)
}
