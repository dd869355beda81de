package registry

import (
	"slices"
	"time"
)

// ForceKind selects the schedule of a forced deletion.
type ForceKind string

const (
	ForceFast ForceKind = "fast_track" // starts on the next day
	ForceSoft ForceKind = "soft"       // starts on the next anniversary of the expiry date
)

// forceStatuses are the statuses that a forced deletion sets at once.
var forceStatuses = []Status{ServerForceDelete, ServerRenewProhibited, ServerTransferProhibited}

// Schedule of a forced deletion in calendar days (docs/contracts/ee.md section
// 4, lifecycle 8).
const (
	forceHoldDays = 15 // from its start to clientHold
	forceSoftDays = 45 // from its start to the deletion
	forceFastDays = 46 // from today to the deletion
)

// ForceDelete returns d with a forced deletion by the registry scheduled.
// ForceFast starts on the next day and deletes 46 days from today. ForceSoft
// starts on the next day that lies whole years before exDate and deletes 45 days
// later; in the last year there is no such day, and the domain, which cannot be
// renewed, expires. ErrForced if a deletion is scheduled already, ErrStatus if d
// was deleted.
func (d Domain) ForceDelete(kind ForceKind, reason string, now time.Time, p Policy) (Domain, error) {
	switch {
	case kind != ForceFast && kind != ForceSoft:
		return d, ErrSyntax.On("type", Truncate(string(kind)))
	case d.Force != nil:
		return d, ErrForced.On("name", string(d.Name))
	case !d.registered():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	}
	d = d.Clone()
	f := &Force{Reason: reason}
	today := p.local(now)
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, today.Location())
	start := today.AddDate(0, 0, 1)
	end := today.AddDate(0, 0, forceFastDays)
	if kind == ForceSoft {
		start, end = p.nextAnniversary(d.Expires, now), time.Time{}
		if !start.IsZero() {
			end = start.AddDate(0, 0, forceSoftDays)
		}
	}
	if !start.IsZero() {
		f.Start, f.StartDue, f.Delete = start.UTC(), start.UTC(), end.UTC()
		f.Hold = start.AddDate(0, 0, forceHoldDays).UTC()
	}
	d.Statuses, f.Added = addStatuses(d.Statuses, forceStatuses)
	d.Force = f
	return d, nil
}

// nextAnniversary returns the first instant after now that lies one or more
// whole years before end; the zero time if there is none.
func (p Policy) nextAnniversary(end, now time.Time) time.Time {
	var first time.Time
	for years := 1; ; years++ {
		at := p.local(p.termEnd(end, Years(-years)))
		if !at.After(now) {
			return first
		}
		first = at
	}
}

// CancelForceDelete returns d without its forced deletion and the statuses that
// it added; ErrNotForced if there is none.
func (d Domain) CancelForceDelete() (Domain, error) {
	if d.Force == nil {
		return d, ErrNotForced.On("name", string(d.Name))
	}
	d = d.Clone()
	var kept []Status
	if d.Lock != nil {
		d.Lock.Added, kept = handOver(d.Lock.Added, d.Force.Added, lockStatuses(d.Lock.Strict))
	}
	d.Statuses = WithoutStatuses(d.Statuses, slices.DeleteFunc(d.Force.Added, func(s Status) bool { return slices.Contains(kept, s) })...)
	d.Force = nil
	return d, nil
}
