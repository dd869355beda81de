package command

import (
	"errors"
	"fmt"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Advance writes down what time has made of one name, and does what follows
// from it: renewals are paid, registrars told, a released name goes to the
// first preorder that can pay. The clock sends it; nothing is wrong until it
// does, for every read looks through Domain.At. It returns the number of
// steps.
type Advance struct{ Name name.Name }

func (c Advance) Run(t *Tx) (int, error) {
	d, err := t.st.Domains().Get(c.Name)
	if there, err := found(err); !there {
		return 0, err
	}
	_, steps, err := t.advance(d)
	return steps, err
}

// clockFace is the Face of the actor that does what time alone brings.
const clockFace = "clock"

// current returns n as Advance leaves it, and whether there is such a
// registration at all. Every command that changes or takes a name starts here.
func (t *Tx) current(n name.Name) (registry.Domain, bool, error) {
	d, err := t.st.Domains().Get(n)
	if there, err := found(err); !there {
		return d, false, err
	}
	if due := d.Due(); due.IsZero() || t.Now.Before(due) {
		return d, true, nil
	}
	if d, _, err = t.advance(d); err != nil {
		return d, false, err
	}
	if d.Phase != registry.Released {
		return d, true, nil
	}
	d, err = t.st.Domains().Get(n) // a preorder may have caught it
	there, err := found(err)
	return d, there, err
}

// own is current for a name that the actor owns; ErrNameSyntax, ErrNoName or
// ErrNotYours otherwise.
func (t *Tx) own(text string) (registry.Domain, registry.Policy, error) {
	n, err := t.parse(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	d, there, err := t.current(n)
	switch {
	case err != nil:
		return d, registry.Policy{}, err
	case !there:
		return d, registry.Policy{}, registry.ErrNoName.On("name", string(n))
	case !t.By.Owns(d.Registrar, d.Account):
		return d, registry.Policy{}, registry.ErrNotYours.On("name", string(n))
	}
	p, err := t.Policy(n)
	return d, p, err
}

func (t *Tx) advance(d registry.Domain) (registry.Domain, int, error) {
	before := d
	d, steps, err := t.project(d)
	if err != nil {
		return d, 0, err
	}
	if len(steps) == 0 {
		return d, 0, nil
	}
	asked := t.By
	t.By = registry.Actor{Face: clockFace, Request: asked.Request}
	defer func() { t.By = asked }()
	last := before
	for i, step := range steps {
		if d, err = t.follow(step, last); err != nil {
			return d, 0, fmt.Errorf("%s of %s: %w", step.Verb, d.Name, err)
		}
		if step.Verb == "transfer" { // the new sponsor's contacts are none of At's business: what comes later begins with them
			return t.resume(i+1, before, d)
		}
		if i < len(steps)-1 { // the last is written with the row
			if err := t.appendAt(step.At, step.Verb, registry.KindDomain, string(d.Name), step.After); err != nil {
				return d, 0, err
			}
		}
		last = step.After
	}
	verb := steps[len(steps)-1].Verb
	if d.Phase == registry.Released {
		return d, len(steps), t.release(verb, before)
	}
	if err := t.save(verb, before, d); err != nil {
		return d, 0, err
	}
	d, err = t.offer(d)
	return d, len(steps), err
}

// offer gives a name that others may take while it is in redemption to who is
// in line for it.
func (t *Tx) offer(d registry.Domain) (registry.Domain, error) {
	p, err := t.Policy(d.Name)
	if err != nil || !p.Open || d.Phase != registry.Redemption {
		return d, err
	}
	line, err := t.st.Preorders().Line(d.Name)
	if err != nil || len(line) == 0 {
		return d, err
	}
	gone := d
	gone.Phase, gone.PhaseEnds = registry.Released, time.Time{}
	return gone, t.release("release", d)
}

// resume writes d, whose transfer was the last of so many steps, and advances
// it further.
func (t *Tx) resume(steps int, before, d registry.Domain) (registry.Domain, int, error) {
	if err := t.save("transfer", before, d); err != nil {
		return d, 0, err
	}
	d, more, err := t.advance(d)
	return d, steps + more, err
}

// follow does what a step brings with it beside the domain itself, and returns
// the domain as it is then.
func (t *Tx) follow(step registry.Step, before registry.Domain) (registry.Domain, error) {
	d := step.After
	switch step.Verb {
	case "autorenew":
		p, err := t.Policy(d.Name)
		if err != nil {
			return d, err
		}
		price, _ := p.Prices.Of(registry.ProductRenew, registry.Years(1))
		if err := t.charge(d.Registrar, d.Account, price, "autorenew", string(d.Name)); err != nil {
			return d, err
		}
	case "transfer", "transfer-cancel":
		return t.decided(before, d)
	}
	text := sentence(step.Verb, d.Name)
	if step.Verb == "unconfirmed" {
		text = answer(before, "did not confirm")
	}
	return d, t.tell(before.Registrar, step.Verb, registry.KindDomain, string(d.Name), text, d)
}

// sentence says in a registrar's message what time did.
func sentence(verb string, n name.Name) string {
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

// release lets a name go, and in the same transaction gives it to the first in
// line who can pay: there is no gap to snipe.
func (t *Tx) release(verb string, d registry.Domain) error {
	if err := t.remove(verb, d); err != nil {
		return err
	}
	line, err := t.st.Preorders().Line(d.Name)
	if err != nil {
		return err
	}
	caught := false
	for _, o := range line {
		o, err := t.st.Preorders().Get(o.ID) // locked, and as it is by now: it may have been cancelled
		if err != nil {
			return err
		}
		if o.State != registry.PreorderWaiting {
			continue
		}
		state := registry.PreorderMissed
		if !caught {
			state, err = t.catch(o)
			if err != nil {
				return err
			}
			caught = state == registry.PreorderCaught
		} else if err := t.disengage(o); err != nil {
			return err
		}
		o.State, o.Engaged, o.Updated = state, 0, t.Now
		if err := t.savePreorder(string(state), o); err != nil {
			return err
		}
	}
	return nil
}

// catch makes o's account the holder of its name if the account can pay.
func (t *Tx) catch(o registry.Preorder) (registry.PreorderState, error) {
	if err := t.disengage(o); err != nil {
		return o.State, err
	}
	a, err := t.st.Accounts().Get(o.Account)
	if there, err := found(err); err != nil {
		return o.State, err
	} else if !there || a.Suspended {
		return registry.PreorderUnpaid, nil
	}
	p, err := t.Policy(name.Name(o.Name))
	if err != nil {
		return o.State, err
	}
	product := catchProduct(p)
	price, _ := p.Prices.Of(product, p.Usual(registry.Paid))
	switch err := t.canPay(o.Registrar, o.Account, price); {
	case errors.Is(err, registry.ErrLowBalance), errors.Is(err, registry.ErrLowDeposit):
		return registry.PreorderUnpaid, nil
	case err != nil:
		return o.State, err
	}
	clock := t.By
	t.By = registry.Actor{Registrar: o.Registrar, Account: o.Account, Face: clock.Face, Request: clock.Request}
	defer func() { t.By = clock }()
	_, err = CreateDomain{Name: o.Name, Hosted: true, product: product}.Run(t)
	var fault *registry.Fault
	if errors.As(err, &fault) {
		return registry.PreorderMissed, nil
	}
	return registry.PreorderCaught, err
}

func (t *Tx) disengage(o registry.Preorder) error {
	held := money.Amount{Minor: o.Engaged, Currency: o.Currency}
	return t.engage(o.Registrar, o.Account, held.Neg(), "preorder released", o.Name)
}

// Due lists the names that time has caught up with, longest overdue first.
type Due struct{ Limit int }

func (q Due) Answer(s *Snapshot) ([]name.Name, error) {
	return s.st.Domains().Due(s.Now, q.Limit)
}

// Purge deletes what has had its day, a portion of it: tokens a week after they
// expired for good, and kept replies after their window. It returns how many.
type Purge struct{}

func (Purge) Run(t *Tx) (int, error) {
	const portion = 500
	tokens, err := t.st.Tokens().Purge(t.Now.Add(-7*24*time.Hour), portion)
	if err != nil {
		return 0, err
	}
	replies, err := t.st.Replies().Purge(t.Now, portion)
	return tokens + replies, err
}
