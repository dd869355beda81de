package command

import (
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// AdvanceDomain stores the transitions that are due for one domain and applies
// their effects: it charges renewals, queues messages for registrars, and gives
// a released name to the first preorder that can pay. The scheduler runs it.
// Reads do not depend on it: they project the stored row with Domain.At. It
// returns the number of transitions.
type AdvanceDomain struct{ Name name.Name }

func (c AdvanceDomain) Run(t *Tx) (int, error) {
	d, err := t.st.Domains().Get(c.Name)
	if exists, err := isFound(err); !exists {
		return 0, err
	}
	_, steps, err := t.recordTransitions(d)
	return steps, err
}

// schedulerFrontend is the Frontend of the actor of transitions that are due.
const schedulerFrontend = "clock"

// refreshDomain runs AdvanceDomain on n and returns the result, and whether n is
// still registered. Every command that changes or registers a name starts here.
func (t *Tx) refreshDomain(n name.Name) (registry.Domain, bool, error) {
	d, err := t.st.Domains().Get(n)
	if exists, err := isFound(err); !exists {
		return d, false, err
	}
	if due := d.Due(); due.IsZero() || t.Now.Before(due) {
		return d, true, nil
	}
	if d, _, err = t.recordTransitions(d); err != nil {
		return d, false, err
	}
	if d.Phase != registry.Released {
		return d, true, nil
	}
	d, err = t.st.Domains().Get(n) // a preorder may have caught it
	exists, err := isFound(err)
	return d, exists, err
}

// loadOwnDomain is refreshDomain for a name that the actor owns; ErrNameSyntax,
// ErrNoName or ErrNotYours otherwise.
func (t *Tx) loadOwnDomain(text string) (registry.Domain, registry.Policy, error) {
	n, err := t.parseName(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	d, exists, err := t.refreshDomain(n)
	switch {
	case err != nil:
		return d, registry.Policy{}, err
	case !exists:
		return d, registry.Policy{}, registry.ErrNoName.On("name", string(n))
	case !t.By.Owns(d.Registrar, d.Account):
		return d, registry.Policy{}, registry.ErrNotYours.On("name", string(n))
	}
	p, err := t.FindPolicy(n)
	return d, p, err
}

// recordTransitions stores the transitions of d that are due and returns the
// domain after them and their number.
func (t *Tx) recordTransitions(d registry.Domain) (registry.Domain, int, error) {
	before := d
	d, steps, err := t.projectTransitions(d)
	if err != nil {
		return d, 0, err
	}
	if len(steps) == 0 {
		return d, 0, nil
	}
	caller := t.By
	t.By = registry.Actor{Frontend: schedulerFrontend, Request: caller.Request}
	defer func() { t.By = caller }()
	last := before
	for i, step := range steps {
		if d, err = t.applyTransition(step, last); err != nil {
			return d, 0, fmt.Errorf("%s of %s: %w", step.Verb, d.Name, err)
		}
		if step.Verb == "transfer" { // At does not copy contacts to the new sponsor: project again from the row that has them
			return t.recordAfterTransfer(i+1, before, d)
		}
		if i < len(steps)-1 { // the last is appended with the row
			if err := t.appendChangeAt(step.At, step.Verb, registry.KindDomain, string(d.Name), step.After); err != nil {
				return d, 0, err
			}
		}
		last = step.After
	}
	verb := steps[len(steps)-1].Verb
	if d.Phase == registry.Released {
		return d, len(steps), t.releaseDomain(verb, before)
	}
	if err := t.saveDomain(verb, before, d); err != nil {
		return d, 0, err
	}
	d, err = t.offerToPreorders(d)
	return d, len(steps), err
}

// offerToPreorders releases d to its preorders if it is in redemption and the
// policy lets others register it during that phase.
func (t *Tx) offerToPreorders(d registry.Domain) (registry.Domain, error) {
	p, err := t.FindPolicy(d.Name)
	if err != nil || !p.RedemptionIsAvailable || d.Phase != registry.Redemption {
		return d, err
	}
	line, err := t.st.Preorders().Waiting(d.Name)
	if err != nil || len(line) == 0 {
		return d, err
	}
	gone := d
	gone.Phase, gone.PhaseEnds = registry.Released, time.Time{}
	return gone, t.releaseDomain("release", d)
}

// recordAfterTransfer saves d, whose last recorded transition is a transfer, and
// records the transitions that follow. steps counts those before.
func (t *Tx) recordAfterTransfer(steps int, before, d registry.Domain) (registry.Domain, int, error) {
	if err := t.saveDomain("transfer", before, d); err != nil {
		return d, 0, err
	}
	d, more, err := t.recordTransitions(d)
	return d, steps + more, err
}

// applyTransition applies the effects of a transition outside the domain row
// (charges, contact copies, messages) and returns the domain after them.
func (t *Tx) applyTransition(step registry.Transition, before registry.Domain) (registry.Domain, error) {
	d := step.After
	switch step.Verb {
	case "autorenew":
		p, err := t.FindPolicy(d.Name)
		if err != nil {
			return d, err
		}
		price, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
		if err := t.charge(d.Registrar, d.Account, price, "autorenew", string(d.Name)); err != nil {
			return d, err
		}
	case "transfer", "transfer-cancel":
		return t.applyTransferOutcome(before, d)
	}
	text := transitionText(step.Verb, d.Name)
	if step.Verb == "unconfirmed" {
		text = confirmationText(before, "did not confirm")
	}
	return d, t.queueMessage(before.Registrar, step.Verb, registry.KindDomain, string(d.Name), text, d)
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

// releaseDomain deletes d and, in the same transaction, registers the name for
// the first preorder that can pay, so that no other client can register it in
// between.
func (t *Tx) releaseDomain(verb string, d registry.Domain) error {
	if err := t.removeDomain(verb, d); err != nil {
		return err
	}
	line, err := t.st.Preorders().Waiting(d.Name)
	if err != nil {
		return err
	}
	caught := false
	for _, o := range line {
		o, err := t.st.Preorders().Get(o.ID) // read again under lock: it may have been cancelled
		if err != nil {
			return err
		}
		if o.State != registry.PreorderWaiting {
			continue
		}
		state := registry.PreorderMissed
		if !caught {
			state, err = t.catchDomain(o)
			if err != nil {
				return err
			}
			caught = state == registry.PreorderCaught
		} else if err := t.releasePreorderHold(o); err != nil {
			return err
		}
		o.State, o.Held, o.Updated = state, 0, t.Now
		if err := t.savePreorder(string(state), o); err != nil {
			return err
		}
	}
	return nil
}

// catchDomain registers the name of o for its account if the account can pay. It
// releases the money on hold for o in any case.
func (t *Tx) catchDomain(o registry.Preorder) (registry.PreorderState, error) {
	if err := t.releasePreorderHold(o); err != nil {
		return o.State, err
	}
	a, err := t.st.Accounts().Get(o.Account)
	if exists, err := isFound(err); err != nil {
		return o.State, err
	} else if !exists || a.Suspended {
		return registry.PreorderUnpaid, nil
	}
	p, err := t.FindPolicy(name.Name(o.Name))
	if err != nil {
		return o.State, err
	}
	product := catchProduct(p)
	price, _ := p.Prices.Of(product, p.DefaultTerm(registry.PlanPaid))
	switch err := t.checkFunds(o.Registrar, o.Account, price); {
	case errors.Is(err, registry.ErrLowBalance), errors.Is(err, registry.ErrLowDeposit):
		return registry.PreorderUnpaid, nil
	case err != nil:
		return o.State, err
	}
	caller := t.By
	t.By = registry.Actor{Registrar: o.Registrar, Account: o.Account, Frontend: caller.Frontend, Request: caller.Request}
	defer func() { t.By = caller }()
	_, err = CreateDomain{Name: o.Name, Hosted: true, product: product}.Run(t)
	var fault *registry.Fault
	if errors.As(err, &fault) {
		return registry.PreorderMissed, nil
	}
	return registry.PreorderCaught, err
}

// releasePreorderHold gives the money on hold for o back to its account.
func (t *Tx) releasePreorderHold(o registry.Preorder) error {
	held := money.Amount{Minor: o.Held, Currency: o.Currency}
	return t.holdFunds(o.Registrar, o.Account, held.Neg(), "preorder released", o.Name)
}

// DueDomains lists the names with transitions that are due and not stored yet,
// the longest overdue first, at most Limit.
type DueDomains struct{ Limit int }

func (q DueDomains) Answer(s *Snapshot) ([]name.Name, error) {
	return s.st.Domains().Due(s.Now, q.Limit)
}

// PurgeExpired deletes tokens a week after their last expiry and replies kept
// for Idempotent after their window, at most 500 of each. It returns the number
// of deleted rows.
type PurgeExpired struct{}

func (PurgeExpired) Run(t *Tx) (int, error) {
	const batch = 500
	tokens, err := t.st.Tokens().PurgeExpired(t.Now.Add(-7*24*time.Hour), batch)
	if err != nil {
		return 0, err
	}
	replies, err := t.st.Responses().PurgeExpired(t.Now, batch)
	return tokens + replies, err
}
