package registry

import (
	"slices"
	"time"
)

// Transition records one change of a domain that time alone caused.
type Transition struct {
	At    time.Time
	Verb  Verb
	After Domain // the domain after it; Verb is VerbRelease if and only if its Phase is Released
}

// At returns d as of now and the transitions since d was saved, oldest first.
// The result shares no memory with d. At is a pure function and a projection:
// d.At(a).At(b) equals d.At(b) whenever a is not after b.
func (d Domain) At(now time.Time, p Policy) (Domain, []Transition) {
	var steps []Transition
	for d.IsDue(now) {
		step := d.Clone().nextTransition(p)
		d, steps = step.After, append(steps, step)
	}
	return d.Clone(), steps
}

// IsDue reports whether d has a transition at or before now, so that At differs
// from d.
func (d Domain) IsDue(now time.Time) bool { return isReached(d.Due(), now) }

// isReached reports whether now is due or later; a zero due is never reached.
func isReached(due, now time.Time) bool { return !due.IsZero() && !now.Before(due) }

// Due returns the instant of d's next transition, the first at which At differs
// from d; the zero time if there is none.
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
	case PendingDelete, DeleteCandidate:
		if !d.Has(ServerReleaseProhibited) {
			earlier(d.PhaseEnds)
		}
	default:
		earlier(d.PhaseEnds)
	}
	if d.transferPending() {
		earlier(d.Transfer.Acted)
	}
	if d.Pending != nil {
		earlier(d.Pending.Ends)
	}
	if d.ServerCheck != nil {
		earlier(d.ServerCheck.Ends)
	}
	if d.Force != nil && d.registered() {
		earlier(d.Force.StartDue)
		earlier(d.Force.Hold)
		earlier(d.Force.Delete)
	}
	return due
}

// nextTransition returns the transition that is due at d.Due(), which must not be
// zero. It may modify what d points to.
func (d Domain) nextTransition(p Policy) Transition {
	at := d.Due()
	after, verb := d.transition(at, p)
	return Transition{At: at, Verb: verb, After: after}
}

// transition returns d after the one transition that is due at the instant at,
// which must be d.Due(), and its verb. Of several due at one instant it takes
// the first in the order below. It may modify what d points to.
func (d Domain) transition(at time.Time, p Policy) (Domain, Verb) {
	switch {
	case d.transferPending() && d.Transfer.Acted.Equal(at):
		if p.TransferAutoCancel || !d.registered() {
			return d.endTransfer(TransferServerCancelled, at, p), VerbTransferCancel
		}
		return d.endTransfer(TransferServerApproved, at, p), VerbTransfer
	case d.Pending != nil && d.Pending.Ends.Equal(at):
		d.Pending = nil
		return d, VerbUnconfirmed
	case d.ServerCheck != nil && d.ServerCheck.Ends.Equal(at):
		return d.endServerCheck(), VerbServersMissing
	case d.Force != nil && d.registered() && d.Force.isDue(at):
		return d.forcedTransition(at, p)
	}
	return d.phaseTransition(at, p)
}

// isDue reports whether the schedule f has a transition at the instant at.
func (f Force) isDue(at time.Time) bool {
	return f.StartDue.Equal(at) || f.Hold.Equal(at) || f.Delete.Equal(at)
}

// forcedTransition is transition for one of d.Force.
func (d Domain) forcedTransition(at time.Time, p Policy) (Domain, Verb) {
	switch {
	case d.Force.StartDue.Equal(at):
		d.Force.StartDue = time.Time{}
		return d, VerbForceStart
	case d.Force.Hold.Equal(at):
		d.Force.Hold = time.Time{}
		if !d.Has(ClientHold) {
			d.Statuses = WithStatus(d.Statuses, StatusEntry{Status: ClientHold})
			d.Force.Added = append(d.Force.Added, ClientHold)
		}
		return d, VerbHold
	}
	next, verb := d.advanceTo(DeleteCandidate, at, p, VerbForceDelete)
	if !next.registered() {
		next.Force = nil
	}
	return next, verb
}

// phaseTransition is transition for the end of d's phase.
func (d Domain) phaseTransition(at time.Time, p Policy) (Domain, Verb) {
	switch d.Phase {
	case Active:
		if price, ok := p.PriceOf(d.Premium, ProductRenew, Years(1)); d.AutoRenew && d.Plan == PlanPaid && ok && !d.Has(ServerRenewProhibited) {
			return d.extend(Years(1), AutoRenewPeriod, p.AutoRenewGrace, price, at, p), VerbAutoRenew
		}
		return d.advanceTo(Expired, at, p, VerbExpire)
	case PendingRestore:
		d.Phase, d.PhaseStart, d.PhaseEnds, d.RedemptionEnds = Redemption, at, Later(at, d.RedemptionEnds), time.Time{}
		return d, VerbUnrestore
	case DeleteCandidate:
		return d.advanceTo(Released, at, p, VerbRelease)
	}
	next := phaseOrder[slices.Index(phaseOrder, d.Phase)+1]
	return d.advanceTo(next, at, p, "")
}

// registered reports whether d is active, expired or outzone: not deleted, so
// its registrar may still use and renew it.
func (d Domain) registered() bool {
	return d.Phase == Active || d.Phase == Expired || d.Phase == Outzone
}

// transferPending reports whether d has a pending transfer.
func (d Domain) transferPending() bool {
	return d.Transfer != nil && d.Transfer.State == TransferPending
}

// advanceTo returns d in phase (see enterPhase) and the verb of the transition;
// an empty verb is replaced by the one of the phase reached. Before a deletion it
// ends a pending transfer or confirmation instead, one for each transition,
// since neither may stand beside pendingDelete (RFC 5731 section 2.3).
func (d Domain) advanceTo(phase Phase, at time.Time, p Policy, verb Verb) (Domain, Verb) {
	next := d.enterPhase(phase, at, p)
	switch {
	case next.registered():
	case d.transferPending():
		return d.endTransfer(TransferServerCancelled, at, p), VerbTransferCancel
	case d.Pending != nil:
		d.Pending = nil
		return d, VerbUnconfirmed
	}
	switch {
	case next.Phase == Released:
		verb = VerbRelease
	case verb != "":
	case next.Phase == Outzone:
		verb = VerbOutzone
	case next.Phase == Redemption:
		verb = VerbRedeem
	default:
		verb = VerbDrop
	}
	return next, verb
}

// phaseOrder lists the phases after Active in order; enterPhase skips one that
// the policy gives no time.
var phaseOrder = []Phase{Expired, Outzone, Redemption, PendingDelete, DeleteCandidate, Released}

// enterPhase returns d in phase from the instant at, or in the first later phase
// that the policy gives time. With serverReleaseProhibited set, d stays in
// PendingDelete instead of being released.
func (d Domain) enterPhase(phase Phase, at time.Time, p Policy) Domain {
	durations := map[Phase]time.Duration{Expired: p.Expired, Outzone: p.Outzone, Redemption: p.Redemption, PendingDelete: p.PendingDelete}
	d.PhaseStart, d.RedemptionEnds = at, time.Time{}
	for _, next := range phaseOrder[slices.Index(phaseOrder, phase):] {
		d.Phase = next
		switch {
		case durations[next] > 0:
			d.PhaseEnds = p.addDuration(at, durations[next])
			return d
		case next == DeleteCandidate && p.DropTime != nil:
			d.PhaseEnds = Later(at, p.DropTime(d.Name, at))
			return d
		case next == Released && d.Has(ServerReleaseProhibited):
			d.Phase, d.PhaseEnds = PendingDelete, at
			return d
		}
	}
	d.PhaseEnds = time.Time{}
	return d
}

// extend returns d with its expiry extended by t, bought at the instant at for
// price, and with the purchase's grace period.
func (d Domain) extend(t Term, period Period, grace time.Duration, price Price, at time.Time, p Policy) Domain {
	d.Expires = p.termEnd(d.Expires, t)
	d.Term = t
	d = d.WithoutExpiredGraces(at)
	if grace > 0 {
		d.Graces = append(d.Graces, d.newGrace(period, t, p.addDuration(at, grace), price))
	}
	return d
}

// newGrace returns the grace period of a purchase; Retail is set only for a
// domain with an account.
func (d Domain) newGrace(period Period, t Term, ends time.Time, price Price) Grace {
	g := Grace{Period: period, Term: t, Ends: ends, Wholesale: price.Wholesale.Minor, Currency: price.Wholesale.Currency}
	if d.Account != "" {
		g.Retail = price.Retail.Minor
	}
	return g
}

// activate returns d in phase Active.
func (d Domain) activate() Domain {
	d.Phase, d.PhaseStart, d.PhaseEnds, d.RedemptionEnds = Active, time.Time{}, time.Time{}, time.Time{}
	return d
}

// Later returns the later of two instants.
func Later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
