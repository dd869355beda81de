package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// tellSponsor leaves a message for the registrar whose object somebody else has
// changed: the registry, the registrant, another registrar whose host it used.
// What time does and transfers have messages of their own. about is the object
// as it is now, or as it was when it is gone.
func (t *Tx) tellSponsor(sponsor registry.RegistrarID, verb string, kind registry.Kind, key string, about any) error {
	switch {
	case sponsor == "", t.By.Registrar == sponsor:
		return nil
	case t.By.Face == clockFace && verb != "host-lost": // another name's time took the host away
		return nil
	case verb == "transfer", verb == "transfer-request", verb == "transfer-cancel":
		return nil
	}
	return t.tell(sponsor, verb, kind, key, fmt.Sprintf("%s %s: %s by %s", kind, key, verb, t.who()), about)
}

// who names the actor to another registrar.
func (t *Tx) who() string {
	switch {
	case t.By.Operator():
		return "the registry"
	case t.By.Registrar != "":
		return "registrar " + string(t.By.Registrar)
	case t.By.Face == clockFace:
		return "time"
	}
	return "the registrant"
}

// warnLow leaves a message for a registrar whose deposit a charge has just
// brought below the line that it drew.
func (t *Tx) warnLow(r registry.RegistrarID, charged money.Amount) error {
	if charged.Sign() <= 0 {
		return nil
	}
	party, err := t.st.Registrars().Get(r)
	if err != nil || party.LowBalance == 0 {
		return err
	}
	purse, err := t.st.Purses().Get(store.RegistrarPurse(r))
	if err != nil || purse.Balance >= party.LowBalance || purse.Balance+charged.Minor < party.LowBalance {
		return err
	}
	low := LowBalance{
		Balance:   money.Amount{Minor: purse.Balance, Currency: purse.Currency},
		Threshold: money.Amount{Minor: party.LowBalance, Currency: purse.Currency},
	}
	return t.tell(r, "low-balance", registry.KindMoney, string(r),
		fmt.Sprintf("Deposit is low: %s, below %s", low.Balance, low.Threshold), low)
}

// LowBalance is what a message about a deposit that runs out carries.
type LowBalance struct {
	Balance   money.Amount `json:"balance"`
	Threshold money.Amount `json:"threshold"`
}
