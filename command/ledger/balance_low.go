package ledger

import (
	"errors"
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// queueLowBalanceMessage queues a message for a registrar whose deposit a charge
// has just brought below its LowBalance threshold.
func queueLowBalanceMessage(t *command.Tx, r registry.Registrar, bal Balance, charged money.Amount) error {
	if bal.Available >= r.LowBalance || bal.Available+charged.Minor < r.LowBalance {
		return nil
	}
	low := LowBalance{
		Balance:   money.Amount{Minor: bal.Available, Currency: bal.Currency},
		Threshold: money.Amount{Minor: r.LowBalance, Currency: bal.Currency},
	}
	return t.QueueMessage(r.ID, registry.VerbLowBalance, registry.KindMoney, string(r.ID),
		fmt.Sprintf("Deposit is low: %s, below %s", low.Balance, low.Threshold), low)
}

// LowBalance is the data of a message about a low deposit.
type LowBalance struct {
	Balance   money.Amount `json:"balance"`
	Threshold money.Amount `json:"threshold"`
}

// checkLowBalance warns a registrar, and reloads its deposit, if a charge brought
// the deposit below a threshold.
func checkLowBalance(t *command.Tx, id registry.RegistrarID, charged money.Amount) error {
	r, err := t.Store.Registrars().Get(id)
	if exists, err := command.IsFound(err); !exists || err != nil || r.LowBalance == 0 && r.Reload == nil {
		return err
	}
	bal, err := findDeposit(t, id)
	if err != nil {
		return err
	}
	return errors.Join(queueLowBalanceMessage(t, r, bal, charged), reloadDeposit(t, r, bal))
}
