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
		outzone, gone = d.PhaseStart, d.PhaseEnds
	case DeleteCandidate:
		outzone, gone = d.PhaseStart, d.PhaseStart
		if left := p.addDuration(d.Expires, p.Expired); left.Before(outzone) { // otherwise it was deleted while active
			outzone = left
		}
	}
	return outzone, gone
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
