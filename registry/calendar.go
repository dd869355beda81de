package registry

import "time"

// Terms and periods are counted on the calendar of Policy.Location.

// termEnd returns the end of a term that begins at start.
func (p Policy) termEnd(start time.Time, t Term) time.Time {
	end := t.After(p.local(start))
	if p.ExpiryAt != nil {
		end = p.ExpiryAt(end)
	}
	return end.UTC()
}

// initialExpiry returns the exDate of a registration created at now. One that is
// created exactly at midnight ends at the midnight after its last day, so ExpiryAt
// is given an instant later than that midnight.
func (p Policy) initialExpiry(now time.Time, t Term) time.Time {
	end := t.After(p.local(now))
	if p.ExpiryAt != nil {
		end = p.ExpiryAt(end.Add(time.Microsecond)) // the resolution of stored times
	}
	return end.UTC()
}

// subtractTerm returns end minus t. It is the inverse of termEnd except for days
// that a month does not have: 29 February, made 28, stays 28.
func (p Policy) subtractTerm(end time.Time, t Term) time.Time {
	return p.termEnd(end, Term{-t.N, t.Unit})
}

// exceedsHorizon reports whether end is later than Policy.Horizon allows at now.
func (p Policy) exceedsHorizon(end, now time.Time) bool {
	return p.Horizon != (Term{}) && end.After(p.termEnd(now, p.Horizon))
}

// addDuration returns t plus d. Whole days are calendar days in Location, so
// that a period ends at the same local time across a change to summer time.
func (p Policy) addDuration(t time.Time, d time.Duration) time.Time {
	const day = 24 * time.Hour
	if p.Location == nil || d%day != 0 {
		return t.Add(d)
	}
	return p.local(t).AddDate(0, 0, int(d/day)).UTC()
}

// SameDay reports whether a and b are on the same calendar day in Location.
func (p Policy) SameDay(a, b time.Time) bool {
	return p.local(a).Format(time.DateOnly) == p.local(b).Format(time.DateOnly)
}

func (p Policy) local(t time.Time) time.Time {
	if p.Location == nil {
		return t
	}
	return t.In(p.Location)
}
