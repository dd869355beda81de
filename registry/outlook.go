package registry

import "time"

// Outlook returns when d leaves the zone and when it goes, as things stand: if
// nobody renews it. The second is the first instant at which it may be
// released, which it may survive by a day where the policy hides the moment. A
// time that is over, or that the policy does not know, is zero.
func (d Domain) Outlook(p Policy) (outzone, gone time.Time) {
	switch d.Phase {
	case Active:
		outzone = p.later(d.Expires, p.Expired)
		gone = p.later(outzone, p.Outzone)
	case Expired:
		outzone = d.PhaseEnds
		gone = p.later(outzone, p.Outzone)
	case Outzone:
		outzone, gone = d.PhaseStart, d.PhaseEnds
	case PendingDelete:
		outzone, gone = d.PhaseStart, d.PhaseEnds
	case Candidate:
		outzone, gone = d.PhaseStart, d.PhaseStart
		if left := p.later(d.Expires, p.Expired); left.Before(outzone) { // else it was given up
			outzone = left
		}
	}
	return outzone, gone
}
