package registry

import (
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/money"
)

// Has reports whether at least one of want is set on d.
func (d Domain) Has(want ...Status) bool { return hasAny(d.Statuses, want...) }

// Grace returns the grace period of kind p that runs at now, and false if none does.
func (d Domain) Grace(p Period, now time.Time) (Grace, bool) {
	for _, g := range d.Graces {
		if g.Period == p && now.Before(g.Ends) {
			return g, true
		}
	}
	return Grace{}, false
}

// Price returns the price that was paid for g.
func (g Grace) Price() Price {
	return Price{
		Retail:    money.Amount{Minor: g.Retail, Currency: g.Currency},
		Wholesale: money.Amount{Minor: g.Wholesale, Currency: g.Currency},
	}
}

// RGP returns the RFC 3915 statuses of d at now: its phase, or its running grace
// periods.
func (d Domain) RGP(now time.Time) []string {
	switch d.Phase {
	case Redemption, PendingRestore, PendingDelete:
		return []string{string(d.Phase)}
	}
	var periods []string
	for _, g := range d.Graces {
		if now.Before(g.Ends) && !slices.Contains(periods, string(g.Period)) {
			periods = append(periods, string(g.Period))
		}
	}
	return periods
}

// AllStatuses returns the set and derived statuses of d: ok only if there is no
// other, and no pending status together with one that prohibits it (RFC 5731
// section 2.3).
func (d Domain) AllStatuses() []Status {
	var all []Status
	add := func(s Status) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, s := range d.Statuses {
		add(s.Status)
	}
	for _, s := range d.phaseStatuses() {
		add(s)
	}
	if d.transferPending() {
		add(StatusPendingTransfer)
	}
	if d.Pending != nil {
		if d.Pending.Verb == VerbDelete {
			add(PendingDeleteConfirmation)
		} else {
			add(StatusPendingUpdate)
		}
	}
	switch {
	case len(d.Delegation().Nameservers) == 0:
		add(Inactive)
		if d.ServerCheck != nil {
			add(DNSHold)
		}
	case d.ServerCheck != nil:
		add(StatusPendingUpdate)
	}
	for pending, prohibited := range hiddenByPending {
		if slices.Contains(all, pending) {
			all = slices.DeleteFunc(all, func(s Status) bool { return slices.Contains(prohibited, s) })
		}
	}
	if len(all) == 0 {
		return []Status{OK}
	}
	return all
}

// hiddenByPending maps a pending status to the statuses that are not shown with
// it. They stay set and are shown again afterwards.
var hiddenByPending = map[Status][]Status{
	StatusPendingDelete:   {ClientDeleteProhibited, ServerDeleteProhibited},
	StatusPendingTransfer: {ClientTransferProhibited, ServerTransferProhibited},
	StatusPendingUpdate:   {ClientUpdateProhibited, ServerUpdateProhibited},
}

// phaseStatuses returns the statuses that d's phase implies.
func (d Domain) phaseStatuses() []Status {
	switch d.Phase {
	case Expired:
		return []Status{StatusExpired}
	case Outzone:
		if d.Has(ServerManualInzone) {
			return []Status{StatusExpired}
		}
		return []Status{StatusExpired, ServerHold}
	case Redemption, PendingRestore:
		return []Status{StatusPendingDelete}
	case PendingDelete:
		return []Status{StatusPendingDelete, ServerHold}
	case DeleteCandidate:
		return []Status{StatusDeleteCandidate, ServerHold}
	}
	return nil
}

// Delegated reports whether the zone delegates d: it has a Delegation and Resolves.
func (d Domain) Delegated() bool { return len(d.Delegation().Nameservers) > 0 && d.Resolves() }

// Forwards reports whether d has a web redirect in effect.
func (d Domain) Forwards() bool { return d.Forward.URL != "" && d.Resolves() }
