package object

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// AdvanceDomain stores the transitions that are due for one domain and applies
// their effects: it charges renewals, queues messages for registrars, and gives
// a released name to the first preorder that can pay. The scheduler runs it.
// Reads do not depend on it: they project the stored row with Domain.At. It
// returns the number of transitions.
type AdvanceDomain struct{ Name name.Name }

func (c AdvanceDomain) Run(t *command.Tx) (int, error) {
	d, err := t.Store.Domains().Get(c.Name)
	if exists, err := command.IsFound(err); !exists {
		return 0, err
	}
	_, steps, err := RecordTransitions(t, d)
	return steps, err
}

// RecordTransitions stores the transitions of d that are due and returns the
// domain after them and their number.
func RecordTransitions(t *command.Tx, d registry.Domain) (registry.Domain, int, error) {
	before := d
	d, steps, err := t.ProjectTransitions(d)
	if err != nil {
		return d, 0, err
	}
	if len(steps) == 0 {
		return d, 0, nil
	}
	t = t.As(registry.Actor{Scheduled: true, Request: t.By.Request})
	last := before
	for i, step := range steps {
		if d, err = applyTransition(t, step, last); err != nil {
			return d, 0, fmt.Errorf("%s of %s: %w", step.Verb, d.Name, err)
		}
		if step.Verb == registry.VerbTransfer { // At does not copy contacts to the new sponsor: project again from the row that has them
			return recordAfterTransfer(t, i+1, before, d)
		}
		if i < len(steps)-1 { // the last is appended with the row
			if err := t.AppendChangeAt(step.At, step.Verb, registry.KindDomain, string(d.Name), step.After); err != nil {
				return d, 0, err
			}
		}
		last = step.After
	}
	verb := steps[len(steps)-1].Verb
	if d.Phase == registry.Released {
		return d, len(steps), releaseDomain(t, verb, before)
	}
	if err := command.SaveDomain(t, verb, before, d); err != nil {
		return d, 0, err
	}
	d, err = offerToPreorders(t, d)
	return d, len(steps), err
}

// recordAfterTransfer saves d, whose last recorded transition is a transfer, and
// records the transitions that follow. steps counts those before.
func recordAfterTransfer(t *command.Tx, steps int, before, d registry.Domain) (registry.Domain, int, error) {
	if err := command.SaveDomain(t, registry.VerbTransfer, before, d); err != nil {
		return d, 0, err
	}
	d, more, err := RecordTransitions(t, d)
	return d, steps + more, err
}

// applyTransition applies the effects of a transition outside the domain row
// (charges, contact copies, messages) and returns the domain after them.
func applyTransition(t *command.Tx, step registry.Transition, before registry.Domain) (registry.Domain, error) {
	d := step.After
	switch step.Verb {
	case registry.VerbAutoRenew:
		p, err := t.FindPolicy(d.Name)
		if err != nil {
			return d, err
		}
		price, _ := p.PriceOf(d.Premium, registry.ProductRenew, registry.Years(1))
		if err := ledger.Charge(t, d.Registrar, d.Account, price, string(registry.VerbAutoRenew), string(d.Name)); err != nil {
			return d, err
		}
	case registry.VerbTransfer, registry.VerbTransferCancel:
		return applyTransferOutcome(t, before, d)
	}
	text := transitionText(step.Verb, d.Name)
	if step.Verb == registry.VerbUnconfirmed {
		text = ConfirmationText(before, "did not confirm")
	}
	about := d
	if d.Phase == registry.Released { // the message has the last state of the deleted object
		about = before
	}
	return d, t.QueueMessage(before.Registrar, step.Verb, registry.KindDomain, string(d.Name), text, about)
}

// transitionText returns the text of the registrar's message about a transition.
func transitionText(verb registry.Verb, n name.Name) string {
	switch verb {
	case registry.VerbAutoRenew:
		return fmt.Sprintf("Domain %s was renewed automatically", n)
	case registry.VerbExpire:
		return fmt.Sprintf("Domain %s has expired", n)
	case registry.VerbOutzone:
		return fmt.Sprintf("Domain %s was taken out of the zone", n)
	case registry.VerbRedeem:
		return fmt.Sprintf("Domain %s is in redemption", n)
	case registry.VerbUnrestore:
		return fmt.Sprintf("Domain %s is in redemption again: no restore report came", n)
	case registry.VerbDrop:
		return fmt.Sprintf("Domain %s is about to be released", n)
	case registry.VerbRelease:
		return fmt.Sprintf("Domain %s was released", n)
	case registry.VerbServersMissing:
		return fmt.Sprintf("The name servers of domain %s did not answer for it in time", n)
	case registry.VerbForceStart:
		return fmt.Sprintf("The grace period before the forced deletion of domain %s has begun", n)
	case registry.VerbHold:
		return fmt.Sprintf("Domain %s is on hold before its forced deletion", n)
	case registry.VerbForceDelete:
		return fmt.Sprintf("Domain %s is about to be released: its deletion was forced", n)
	}
	return fmt.Sprintf("Domain %s: %s", n, verb)
}
