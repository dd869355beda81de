package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/name"
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

// transitionText returns the text of the registrar's message about a transition.
func transitionText(verb string, n name.Name) string {
	switch verb {
	case "autorenew":
		return fmt.Sprintf("Domain %s was renewed automatically", n)
	case "expire":
		return fmt.Sprintf("Domain %s has expired", n)
	case "outzone":
		return fmt.Sprintf("Domain %s was taken out of the zone", n)
	case "redeem":
		return fmt.Sprintf("Domain %s is in redemption", n)
	case "unrestore":
		return fmt.Sprintf("Domain %s is in redemption again: no restore report came", n)
	case "drop":
		return fmt.Sprintf("Domain %s is about to be released", n)
	case "release":
		return fmt.Sprintf("Domain %s was released", n)
	case "force-start":
		return fmt.Sprintf("The grace period before the forced deletion of domain %s has begun", n)
	case "hold":
		return fmt.Sprintf("Domain %s is on hold before its forced deletion", n)
	case "force-delete":
		return fmt.Sprintf("Domain %s is about to be released: its deletion was forced", n)
	}
	return fmt.Sprintf("Domain %s: %s", n, verb)
}
