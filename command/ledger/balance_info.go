package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
)

// BalanceInfo returns the actor's balance and number of domains, as FindCurrentBalance
// does.
type BalanceInfo struct{}

func (BalanceInfo) Answer(s *command.Snapshot) (Balance, error) { return FindCurrentBalance(s) }

// FindCurrentBalance returns the actor's balance. Its Domains does not count
// names whose release is due but not stored yet, as far as there are at most
// command.MaxUnsettled such names; its money still includes the
// price of renewals that are due but not stored yet.
func FindCurrentBalance(s *command.Snapshot) (Balance, error) {
	balance, err := FindBalance(s)
	if err != nil {
		return balance, err
	}
	due, err := s.Store.Domains().DueFor(s.By.Registrar, s.By.Account, s.Now, command.MaxUnsettled)
	if err != nil {
		return balance, err
	}
	for _, n := range due {
		released, err := s.IsReleased(n)
		if err != nil {
			return balance, err
		}
		if released {
			balance.Domains--
		}
	}
	return balance, nil
}
