package registry

import "time"

// Schedule returns the instant at which d leaves the zone and the earliest
// instant of its release, if it is not renewed. With Policy.DropTime the release
// may come up to a day later. A time that does not apply in d's phase is zero.
func (d Domain) Schedule(p Policy) (outzone, gone time.Time) {
	switch d.Phase {
	case Active:
		outzone = p.addDuration(d.Expires, p.Expired)
		gone = p.addDuration(outzone, p.Outzone)
	case Expired:
		outzone = d.PhaseEnds
		gone = p.addDuration(outzone, p.Outzone)
	case Outzone:
		outzone, gone = d.PhaseStart, d.PhaseEnds
	case PendingDelete:
		outzone, gone = p.leftZone(d, d.PhaseStart), d.PhaseEnds
	case DeleteCandidate:
		outzone, gone = p.addDuration(d.Expires, p.Expired), d.PhaseStart
		if !p.addDuration(outzone, p.Outzone).Equal(gone) { // it was deleted
			outzone = p.leftZone(d, p.addDuration(gone, -p.DeletePeriod))
		}
	}
	return outzone, gone
}

// leftZone returns when a domain that was deleted at an instant left the zone: then,
// or before if it had expired.
func (p Policy) leftZone(d Domain, deleted time.Time) time.Time {
	if expired := p.addDuration(d.Expires, p.Expired); expired.Before(deleted) {
		return expired
	}
	return deleted
}

// PhaseSchedule returns the instant at which d leaves or left the zone because it
// was not renewed, and the instant from which it cannot be renewed or restored,
// as far as its current phase determines them; both are zero while d is active.
func (d Domain) PhaseSchedule(p Policy) (outzone, lost time.Time) {
	switch d.Phase {
	case Expired:
		if p.Outzone > 0 {
			return d.PhaseEnds, p.addDuration(d.PhaseEnds, p.Outzone)
		}
		return time.Time{}, d.PhaseEnds
	case Outzone:
		return d.PhaseStart, d.PhaseEnds
	case Redemption, PendingDelete:
		return time.Time{}, d.PhaseEnds
	case DeleteCandidate: // PhaseEnds, the drop time, is secret
		return time.Time{}, d.PhaseStart
	}
	return time.Time{}, time.Time{}
}
