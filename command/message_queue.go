package command

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// sponsorMessageVerbs are the verbs of changes that another actor than the sponsor
// may make, and that queue no message of their own.
var sponsorMessageVerbs = []string{"update", "delete", "renew", "restore", "report", "rename", "host-renamed", "host-lost"}

// queueSponsorMessage queues a message for the sponsor of an object that was
// changed by the registry, or by another registrar whose host it used. Changes by
// registrants, by time and by transfers queue their own messages. about is the
// object after the change, or before its deletion.
func (t *Tx) queueSponsorMessage(sponsor registry.RegistrarID, verb string, kind registry.Kind, key string, about any) error {
	by := ""
	switch {
	case sponsor == "" || t.By.Registrar == sponsor || !slices.Contains(sponsorMessageVerbs, verb):
		return nil
	case t.By.Operator():
		by = "the registry"
	case t.By.Registrar != "":
		by = "registrar " + string(t.By.Registrar)
	case t.By.Frontend == schedulerFrontend && verb == "host-lost": // the release of another domain deleted the host
		by = "time"
	default:
		return nil
	}
	return t.queueMessage(sponsor, verb, kind, key, fmt.Sprintf("%s %s: %s by %s", kind, key, verb, by), about)
}

// queueLowBalanceMessage queues a message for a registrar whose deposit a charge
// has just brought below its LowBalance threshold.
func (t *Tx) queueLowBalanceMessage(r registry.Registrar, bal store.Balance, charged money.Amount) error {
	if bal.Available >= r.LowBalance || bal.Available+charged.Minor < r.LowBalance {
		return nil
	}
	low := LowBalance{
		Balance:   money.Amount{Minor: bal.Available, Currency: bal.Currency},
		Threshold: money.Amount{Minor: r.LowBalance, Currency: bal.Currency},
	}
	return t.queueMessage(r.ID, "low-balance", registry.KindMoney, string(r.ID),
		fmt.Sprintf("Deposit is low: %s, below %s", low.Balance, low.Threshold), low)
}

// LowBalance is the data of a message about a low deposit.
type LowBalance struct {
	Balance   money.Amount `json:"balance"`
	Threshold money.Amount `json:"threshold"`
}
