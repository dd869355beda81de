package registry

import (
	"slices"
	"time"
)

// A ForceKind says how soon a forced deletion comes.
type ForceKind string

const (
	ForceFast ForceKind = "fast_track" // it begins tomorrow
	ForceSoft ForceKind = "soft"       // it begins on the last anniversary that is still to come
)

// forceStatuses are what a forced deletion sets at once.
var forceStatuses = []Status{ServerForceDelete, ServerRenewProhibited, ServerTransferProhibited}

// How a forced deletion goes on (contract ee, section 4, lifecycle 8), in days
// of the calendar.
const (
	forceHold = 15 // from its start to clientHold
	forceSoft = 45 // from its start to the deletion
	forceFast = 46 // from today to the deletion
)

// ForceDelete returns d to be deleted by the registry. Fast: it starts tomorrow
// and ends 46 days from today. Soft: it starts whole years before exDate, as
// soon as there is such a day to come, and ends 45 days later; in the last year
// there is none, and the name runs out, as it cannot be renewed. ErrForced when
// it is to be deleted already, ErrStatus when it is about to go anyway.
func (d Domain) ForceDelete(kind ForceKind, reason string, now time.Time, p Policy) (Domain, error) {
	switch {
	case kind != ForceFast && kind != ForceSoft:
		return d, ErrSyntax.On("type", clip(string(kind)))
	case d.Force != nil:
		return d, ErrForced.On("name", string(d.Name))
	case !d.standing():
		return d, ErrStatus.On("status", string(StatusPendingDelete))
	}
	d = d.Clone()
	f := &Force{Reason: reason}
	today := p.local(now)
	today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, today.Location())
	start := today.AddDate(0, 0, 1)
	end := today.AddDate(0, 0, forceFast)
	if kind == ForceSoft {
		start, end = p.lastAnniversary(d.Expires, now), time.Time{}
		if !start.IsZero() {
			end = start.AddDate(0, 0, forceSoft)
		}
	}
	if !start.IsZero() {
		f.Start, f.Grace, f.Delete = start.UTC(), start.UTC(), end.UTC()
		f.Hold = start.AddDate(0, 0, forceHold).UTC()
	}
	d.Statuses, f.Added = impose(d.Statuses, forceStatuses)
	d.Force = f
	return d, nil
}

// lastAnniversary returns the first instant after now that lies whole years,
// at least one, before end; zero when there is none.
func (p Policy) lastAnniversary(end, now time.Time) time.Time {
	var first time.Time
	for years := 1; ; years++ {
		at := p.local(p.end(end, Years(-years)))
		if !at.After(now) {
			return first
		}
		first = at
	}
}

// CancelForceDelete returns d as if it were not to be deleted, but for statuses
// that came since; ErrNotForced when it is not.
func (d Domain) CancelForceDelete() (Domain, error) {
	if d.Force == nil {
		return d, ErrNotForced.On("name", string(d.Name))
	}
	d = d.Clone()
	var kept []Status
	if d.Lock != nil {
		d.Lock.Added, kept = inherit(d.Lock.Added, d.Force.Added, lockStatuses(d.Lock.Strict))
	}
	d.Statuses = Without(d.Statuses, slices.DeleteFunc(d.Force.Added, func(s Status) bool { return slices.Contains(kept, s) })...)
	d.Force = nil
	return d, nil
}
