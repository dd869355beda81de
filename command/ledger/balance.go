package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Balance holds the sums of an account or a registrar, in minor units of
// Currency, and the number of its domains. The JSON names are those of kept
// responses.
type Balance struct {
	Owner     string // see store.AccountOwner and store.RegistrarOwner
	Currency  string
	Available int64 `json:"Balance"` // free to spend; never below zero
	OnHold    int64 `json:"Held"`    // on hold for preorders; never below zero
	Domains   int64 `json:"Names"`
}

// findDeposit returns the balance of a registrar.
func findDeposit(t *command.Tx, id registry.RegistrarID) (Balance, error) {
	b, err := t.Store.Balances().Get(store.RegistrarOwner(id))
	return Balance(b), err
}

// FindBalance returns the balance of the actor's account, or of its registrar if
// the actor has no account.
func FindBalance(s *command.Snapshot) (Balance, error) {
	owner := store.AccountOwner(s.By.Account)
	if s.By.Account == "" {
		owner = store.RegistrarOwner(s.By.Registrar)
	}
	b, err := s.Store.Balances().Get(owner)
	return Balance(b), err
}
