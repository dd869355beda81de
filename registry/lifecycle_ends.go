package registry

import "time"

// Ends returns when d leaves or left the zone for not being renewed, and when
// it is lost for good, as far as its phase says: zero while it is active.
func (d Domain) Ends(p Policy) (outzone, lost time.Time) {
	switch d.Phase {
	case Expired:
		if p.Outzone > 0 {
			return d.PhaseEnds, p.later(d.PhaseEnds, p.Outzone)
		}
		return time.Time{}, d.PhaseEnds
	case Outzone:
		return d.PhaseStart, d.PhaseEnds
	case Redemption, PendingDelete:
		return time.Time{}, d.PhaseEnds
	case Candidate: // the moment is a secret
		return time.Time{}, d.PhaseStart
	}
	return time.Time{}, time.Time{}
}
