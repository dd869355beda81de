package registry

import (
	"slices"
	"time"
)

// A Step is something that time did to a domain.
type Step struct {
	At    time.Time
	Verb  string // "autorenew", "expire", "outzone", "redeem", "drop", "release", …
	After Domain // a step to Released, and no other, is a "release"
}

// At returns d as it stands at now, with the steps that time took, oldest
// first; it shares no memory with d. It is a pure function, and a projection:
// d.At(a).At(b) is d.At(b) whenever a is not after b.
func (d Domain) At(now time.Time, p Policy) (Domain, []Step) {
	var steps []Step
	for {
		d = d.Clone()
		at := d.Due()
		if at.IsZero() || now.Before(at) {
			return d, steps
		}
		next, verb := d.step(at, p)
		d = next
		steps = append(steps, Step{At: at, Verb: verb, After: d})
	}
}

// Due returns when At next differs from d; the zero time if it never does.
func (d Domain) Due() time.Time {
	var due time.Time
	earlier := func(t time.Time) {
		if !t.IsZero() && (due.IsZero() || t.Before(due)) {
			due = t
		}
	}
	switch d.Phase {
	case Released:
		return due
	case Active:
		earlier(d.Expires)
	case PendingDelete, Candidate:
		if !d.Has(ServerReleaseProhibited) {
			earlier(d.PhaseEnds)
		}
	default:
		earlier(d.PhaseEnds)
	}
	if d.transferring() {
		earlier(d.Transfer.Acted)
	}
	if d.Pending != nil {
		earlier(d.Pending.Ends)
	}
	if d.Force != nil && d.standing() {
		earlier(d.Force.Grace)
		earlier(d.Force.Hold)
		earlier(d.Force.Delete)
	}
	return due
}

// step takes the one move that is due at the instant at, which is d.Due(). Of
// several at one instant the first below is taken. It may write on what d
// points to.
func (d Domain) step(at time.Time, p Policy) (Domain, string) {
	is := func(t time.Time) bool { return t.Equal(at) }
	switch {
	case d.transferring() && is(d.Transfer.Acted):
		if p.TransferRefuse || !d.standing() {
			return d.endTransfer(TransferServerCancelled, at, p), "transfer-cancel"
		}
		return d.endTransfer(TransferServerApproved, at, p), "transfer"
	case d.Pending != nil && is(d.Pending.Ends):
		d.Pending = nil
		return d, "unconfirmed"
	case d.Force != nil && d.standing() && is(d.Force.Grace):
		d.Force.Grace = time.Time{}
		return d, "force-start"
	case d.Force != nil && d.standing() && is(d.Force.Hold):
		d.Force.Hold = time.Time{}
		if !d.Has(ClientHold) {
			d.Statuses = With(d.Statuses, SetStatus{Status: ClientHold})
			d.Force.Added = append(d.Force.Added, ClientHold)
		}
		return d, "hold"
	case d.Force != nil && d.standing() && is(d.Force.Delete):
		next, verb := d.fall(Candidate, at, p, "force-delete")
		if !next.standing() {
			next.Force = nil
		}
		return next, verb
	}
	switch d.Phase {
	case Active:
		if price, ok := p.Prices.Of(ProductRenew, Years(1)); d.AutoRenew && d.Plan == Paid && ok && !d.Has(ServerRenewProhibited) {
			return d.extend(Years(1), AutoRenewPeriod, p.AutoRenewGrace, price, at, p), "autorenew"
		}
		return d.fall(Expired, at, p, "expire")
	case PendingRestore:
		d.Phase, d.PhaseStart, d.PhaseEnds, d.Redeemable = Redemption, at, latest(at, d.Redeemable), time.Time{}
		return d, "unrestore"
	case Candidate:
		return d.fall(Released, at, p, "release")
	}
	next := phases[slices.Index(phases, d.Phase)+1]
	return d.fall(next, at, p, "")
}

// standing reports whether d is its holder's to use and to renew: registered,
// or past its time and not yet deleted.
func (d Domain) standing() bool {
	return d.Phase == Active || d.Phase == Expired || d.Phase == Outzone
}

// transferring reports whether a transfer of d waits for its end.
func (d Domain) transferring() bool {
	return d.Transfer != nil && d.Transfer.State == TransferPending
}

// fall returns d one step further on its way down: in phase, as enter has it,
// and the step's verb ("": what the phase reached suggests). A name that is
// about to be deleted ends first what is pending, one thing a step, for none
// of it goes with pendingDelete (RFC 5731 section 2.3).
func (d Domain) fall(phase Phase, at time.Time, p Policy, verb string) (Domain, string) {
	next := d.enter(phase, at, p)
	switch {
	case next.standing():
	case d.transferring():
		return d.endTransfer(TransferServerCancelled, at, p), "transfer-cancel"
	case d.Pending != nil:
		d.Pending = nil
		return d, "unconfirmed"
	}
	switch {
	case next.Phase == Released:
		verb = "release"
	case verb != "":
	case next.Phase == Outzone:
		verb = "outzone"
	case next.Phase == Redemption:
		verb = "redeem"
	default:
		verb = "drop"
	}
	return next, verb
}

// phases is the way down; a phase that a policy gives no time to is passed
// over.
var phases = []Phase{Expired, Outzone, Redemption, PendingDelete, Candidate, Released}

// enter returns d in phase from the instant at, or in the first after it that
// the policy gives time to. Where serverReleaseProhibited stands it stops short
// of Released.
func (d Domain) enter(phase Phase, at time.Time, p Policy) Domain {
	lasts := map[Phase]time.Duration{Expired: p.Expired, Outzone: p.Outzone, Redemption: p.Redemption, PendingDelete: p.PendingDelete}
	d.PhaseStart, d.Redeemable = at, time.Time{}
	for _, next := range phases[slices.Index(phases, phase):] {
		d.Phase = next
		switch {
		case lasts[next] > 0:
			d.PhaseEnds = p.later(at, lasts[next])
			return d
		case next == Candidate && p.Moment != nil:
			d.PhaseEnds = latest(at, p.Moment(d.Name, at))
			return d
		case next == Released && d.Has(ServerReleaseProhibited):
			d.Phase, d.PhaseEnds = PendingDelete, at
			return d
		}
	}
	d.PhaseEnds = time.Time{}
	return d
}

// extend returns d with t more time, bought at the instant at for price, and
// the grace period that the purchase opens.
func (d Domain) extend(t Term, period Period, grace time.Duration, price Price, at time.Time, p Policy) Domain {
	d.Expires = p.end(d.Expires, t)
	d.Term = t
	d = d.Settled(at)
	if grace > 0 {
		d.Graces = append(d.Graces, d.grace(period, t, p.later(at, grace), price))
	}
	return d
}

func (d Domain) grace(period Period, t Term, ends time.Time, price Price) Grace {
	g := Grace{Period: period, Term: t, Ends: ends, Wholesale: price.Wholesale.Minor, Currency: price.Wholesale.Currency}
	if d.Account != "" {
		g.Retail = price.Retail.Minor
	}
	return g
}

// activate returns d without a phase that it would have to leave.
func (d Domain) activate() Domain {
	d.Phase, d.PhaseStart, d.PhaseEnds, d.Redeemable = Active, time.Time{}, time.Time{}, time.Time{}
	return d
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
