package registry

import (
	"slices"
	"time"
)

// A Step is something that time did to a domain.
type Step struct {
	At    time.Time
	Verb  string // "autorenew", "expire", "outzone", "redeem", "drop", "release", …
	After Domain
}

// At returns d as it stands at now, with the steps that time took, oldest
// first. It is a pure function, and a projection: d.At(a).At(b) is d.At(b)
// whenever a is not after b.
func (d Domain) At(now time.Time, p Policy) (Domain, []Step) {
	var steps []Step
	for {
		at := d.Due()
		if at.IsZero() || now.Before(at) {
			return d, steps
		}
		next, verb := d.Clone().step(at, p)
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
	if d.Transfer != nil && d.Transfer.State == TransferPending {
		earlier(d.Transfer.Acted)
	}
	if d.Pending != nil {
		earlier(d.Pending.Ends)
	}
	if d.Force != nil && (d.Phase == Active || d.Phase == Expired || d.Phase == Outzone) {
		earlier(d.Force.Hold)
		earlier(d.Force.Delete)
	}
	return due
}

// step takes the one move that is due at the instant at, which is d.Due(). Of
// several at one instant the first below is taken.
func (d Domain) step(at time.Time, p Policy) (Domain, string) {
	is := func(t time.Time) bool { return t.Equal(at) }
	switch {
	case d.Transfer != nil && d.Transfer.State == TransferPending && is(d.Transfer.Acted):
		if p.TransferRefuse {
			return d.endTransfer(TransferServerCancelled, at, p), "transfer-cancel"
		}
		return d.endTransfer(TransferServerApproved, at, p), "transfer"
	case d.Pending != nil && is(d.Pending.Ends):
		d.Pending = nil
		return d, "unconfirmed"
	case d.Force != nil && is(d.Force.Hold):
		d.Force.Hold = time.Time{}
		if !d.Has(ClientHold) {
			d.Statuses = With(d.Statuses, SetStatus{Status: ClientHold})
			d.Force.Added = append(slices.Clone(d.Force.Added), ClientHold)
		}
		return d, "hold"
	case d.Force != nil && is(d.Force.Delete):
		d.Force = nil
		return d.enter(Candidate, at, p), "force-delete"
	}
	switch d.Phase {
	case Active:
		if price, ok := p.Prices.Of(ProductRenew, Years(1)); d.AutoRenew && d.Plan == Paid && ok && !d.Has(ServerRenewProhibited) {
			return d.extend(Years(1), AutoRenewPeriod, p.AutoRenewGrace, price, at, p), "autorenew"
		}
		return d.enter(Expired, at, p), "expire"
	case Expired:
		return d.enter(Outzone, at, p), "outzone"
	case Outzone:
		return d.enter(Redemption, at, p), "redeem"
	case Redemption:
		return d.enter(PendingDelete, at, p), "drop"
	case PendingRestore:
		d.Phase, d.PhaseStart, d.PhaseEnds, d.Redeemable = Redemption, at, latest(at, d.Redeemable), time.Time{}
		return d, "unrestore"
	case PendingDelete:
		return d.enter(Candidate, at, p), "drop"
	}
	return d.enter(Released, at, p), "release"
}

// phases is the way down; a phase that a policy gives no time to is passed
// over.
var phases = []Phase{Expired, Outzone, Redemption, PendingDelete, Candidate, Released}

// enter returns d in phase from the instant at, or in the first after it that
// the policy gives time to.
func (d Domain) enter(phase Phase, at time.Time, p Policy) Domain {
	lasts := map[Phase]time.Duration{Expired: p.Expired, Outzone: p.Outzone, Redemption: p.Redemption, PendingDelete: p.PendingDelete}
	for _, next := range phases[slices.Index(phases, phase):] {
		d.Phase, d.PhaseStart = next, at
		switch {
		case next == Candidate && p.Moment != nil:
			d.PhaseEnds = latest(at, p.Moment(d.Name, at))
			return d
		case next == Released:
			d.PhaseEnds = time.Time{}
		case lasts[next] > 0:
			d.PhaseEnds = at.Add(lasts[next])
			return d
		}
	}
	return d
}

// extend returns d with t more time, bought at the instant at for price, and
// the grace period that the purchase opens.
func (d Domain) extend(t Term, period Period, grace time.Duration, price Price, at time.Time, p Policy) Domain {
	d.Expires = p.end(d.Expires, t)
	d.Term = t
	d.Graces = slices.DeleteFunc(d.Graces, func(g Grace) bool { return !at.Before(g.Ends) })
	if grace > 0 {
		d.Graces = append(d.Graces, d.grace(period, t, at.Add(grace), price))
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

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
