package ledger

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// Deposit adds money that the registry received to a registrar's deposit. For
// operators.
type Deposit struct {
	Registrar registry.RegistrarID
	Amount    money.Amount
	Memo      string
}

func (c Deposit) Run(t *command.Tx) (Balance, error) {
	if !t.By.Operator() {
		return Balance{}, registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	if _, err := t.FindRegistrar(c.Registrar); err != nil {
		return Balance{}, err
	}
	return postPayment(t, store.RegistrarOwner(c.Registrar), money.Deposit(string(c.Registrar)), c.Amount, c.Memo)
}
