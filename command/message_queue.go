package command

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// foreign are the verbs of changes that somebody else than the sponsor may have
// made, and that have no message of their own.
var foreign = []string{"update", "delete", "renew", "restore", "report", "rename", "host-renamed", "host-lost"}

// tellSponsor leaves a message for the registrar whose object the registry, or
// another registrar whose host it used, has changed. What registrants and time
// do, and transfers, have messages of their own. about is the object as it is
// now, or as it was when it is gone.
func (t *Tx) tellSponsor(sponsor registry.RegistrarID, verb string, kind registry.Kind, key string, about any) error {
	by := ""
	switch {
	case sponsor == "" || t.By.Registrar == sponsor || !slices.Contains(foreign, verb):
		return nil
	case t.By.Operator():
		by = "the registry"
	case t.By.Registrar != "":
		by = "registrar " + string(t.By.Registrar)
	case t.By.Face == clockFace && verb == "host-lost": // another name's time took the host away
		by = "time"
	default:
		return nil
	}
	return t.tell(sponsor, verb, kind, key, fmt.Sprintf("%s %s: %s by %s", kind, key, verb, by), about)
}

// warnLow leaves a message for a registrar whose deposit a charge has just
// brought below the line that it drew.
func (t *Tx) warnLow(r registry.Registrar, purse store.Purse, charged money.Amount) error {
	if purse.Balance >= r.LowBalance || purse.Balance+charged.Minor < r.LowBalance {
		return nil
	}
	low := LowBalance{
		Balance:   money.Amount{Minor: purse.Balance, Currency: purse.Currency},
		Threshold: money.Amount{Minor: r.LowBalance, Currency: purse.Currency},
	}
	return t.tell(r.ID, "low-balance", registry.KindMoney, string(r.ID),
		fmt.Sprintf("Deposit is low: %s, below %s", low.Balance, low.Threshold), low)
}

// LowBalance is what a message about a deposit that runs out carries.
type LowBalance struct {
	Balance   money.Amount `json:"balance"`
	Threshold money.Amount `json:"threshold"`
}
