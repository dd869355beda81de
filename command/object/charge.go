package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ChargePayer is ledger.Charge for a purchase: automatic renewals of the payer that
// reads already show are paid first.
func ChargePayer(t *command.Tx, r registry.RegistrarID, a registry.AccountID, price registry.Price, memo, object string) error {
	if err := advanceDueOf(t, r, a); err != nil {
		return err
	}
	return ledger.Charge(t, r, a, price, memo, object)
}

// advanceDueOf advances the payer's overdue domains before it buys more: automatic
// renewals that reads already show must be paid first.
func advanceDueOf(t *command.Tx, r registry.RegistrarID, a registry.AccountID) error {
	if t.By.Scheduled { // the scheduler is advancing domains itself
		return nil
	}
	due, err := t.Store.Domains().DueFor(r, a, t.Now, maxAdvanced)
	if err != nil {
		return err
	}
	for _, n := range due {
		if !canAdvance(t, n) {
			continue
		}
		if _, _, err := RefreshDomain(t, n); err != nil {
			return err
		}
	}
	return nil
}

// maxAdvanced bounds the overdue domains that one purchase advances; the scheduler
// advances the others.
const maxAdvanced = 20

// canAdvance reports whether the transitions of n can be computed. A damaged row must not
// stop its owner from buying: the scheduler reports it.
func canAdvance(t *command.Tx, n name.Name) bool {
	d, err := t.Store.Domains().Get(n)
	if err == nil {
		_, _, err = t.ProjectTransitions(d)
	}
	return err == nil
}
