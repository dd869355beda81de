package registry

import "time"

// How a policy counts time: what it sells ends on its own calendar.

// end returns when a term begun at start ends here.
func (p Policy) end(start time.Time, t Term) time.Time {
	end := t.After(p.local(start))
	if p.DayEnd != nil {
		end = p.DayEnd(end)
	}
	return end.UTC()
}

// firstEnd returns when a registration made at now ends. The instant itself
// counts: made at the stroke of midnight, a term that ends with the day has the
// whole day.
func (p Policy) firstEnd(now time.Time, t Term) time.Time {
	end := t.After(p.local(now))
	if p.DayEnd != nil {
		end = p.DayEnd(end.Add(time.Microsecond)) // the finest time there is here
	}
	return end.UTC()
}

// takeBack returns when a registration ends that loses t again. It undoes end
// but for days that months do not have: 28 February stays what 29 became.
func (p Policy) takeBack(end time.Time, t Term) time.Time {
	return p.end(end, Term{-t.N, t.Unit})
}

// beyond reports whether a registration that ends then reaches over the
// horizon.
func (p Policy) beyond(end, now time.Time) bool {
	return p.Horizon != (Term{}) && end.After(p.end(now, p.Horizon))
}

// later returns t plus lasts. Whole days are days of the calendar, whatever
// summer time does to them.
func (p Policy) later(t time.Time, lasts time.Duration) time.Time {
	const day = 24 * time.Hour
	if p.Zone == nil || lasts%day != 0 {
		return t.Add(lasts)
	}
	return p.local(t).AddDate(0, 0, int(lasts/day)).UTC()
}

// SameDay reports whether two instants are on one day of the policy's calendar.
func (p Policy) SameDay(a, b time.Time) bool {
	return p.local(a).Format(time.DateOnly) == p.local(b).Format(time.DateOnly)
}

func (p Policy) local(t time.Time) time.Time {
	if p.Zone == nil {
		return t
	}
	return t.In(p.Zone)
}
