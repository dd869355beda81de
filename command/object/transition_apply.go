package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/registry"
)

// applyTransition applies the effects of a transition outside the domain row
// (charges, contact copies, messages) and returns the domain after them.
func applyTransition(t *command.Tx, step registry.Transition, before registry.Domain) (registry.Domain, error) {
	d := step.After
	switch step.Verb {
	case "autorenew":
		p, err := t.FindPolicy(d.Name)
		if err != nil {
			return d, err
		}
		price, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
		if err := ledger.Charge(t, d.Registrar, d.Account, price, "autorenew", string(d.Name)); err != nil {
			return d, err
		}
	case "transfer", "transfer-cancel":
		return applyTransferOutcome(t, before, d)
	}
	text := transitionText(step.Verb, d.Name)
	if step.Verb == "unconfirmed" {
		text = ConfirmationText(before, "did not confirm")
	}
	return d, t.QueueMessage(before.Registrar, step.Verb, registry.KindDomain, string(d.Name), text, d)
}
