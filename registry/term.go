package registry

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Term is the length of a purchase in whole months or years (RFC 5731's period).
// The zero Term is no time.
type Term struct {
	N    int
	Unit byte // 'y' or 'm'
}

// Years returns a term of n years.
func Years(n int) Term { return Term{n, 'y'} }

// Months returns a term of n months.
func Months(n int) Term { return Term{n, 'm'} }

// YearTerms returns the terms from a to b years, both included.
func YearTerms(a, b int) []Term {
	var terms []Term
	for n := a; n <= b; n++ {
		terms = append(terms, Years(n))
	}
	return terms
}

// MonthTerms returns the terms from a to b months, both included.
func MonthTerms(a, b int) []Term {
	var terms []Term
	for n := a; n <= b; n++ {
		terms = append(terms, Months(n))
	}
	return terms
}

// After returns start plus t. A day that the resulting month does not have becomes
// its last day: 31 January and one month is 28 February. For years, 29 February
// counts as 28 February, so that two and three years make five.
func (t Term) After(start time.Time) time.Time {
	months := t.N
	if t.Unit == 'y' {
		if months *= 12; months != 0 && start.Month() == time.February && start.Day() == 29 {
			start = start.AddDate(0, 0, -1)
		}
	}
	end := start.AddDate(0, months, 0)
	if end.Day() != start.Day() {
		end = end.AddDate(0, 0, -end.Day())
	}
	return end
}

// ParseTerm parses "1y" or "3m", the form that String returns.
func ParseTerm(s string) (Term, error) {
	if len(s) < 2 || len(s) > 4 || s[0] < '0' || s[0] > '9' || (s[len(s)-1] != 'y' && s[len(s)-1] != 'm') {
		return Term{}, fmt.Errorf("a term is a number with y or m, not %q", s)
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n < 1 {
		return Term{}, fmt.Errorf("a term is a number with y or m, not %q", s)
	}
	return Term{n, s[len(s)-1]}, nil
}

// String returns "1y", "3m", or "" for no time.
func (t Term) String() string {
	if t == (Term{}) {
		return ""
	}
	return strconv.Itoa(t.N) + string(t.Unit)
}

// MarshalJSON encodes t as String returns it.
func (t Term) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON decodes the form of MarshalJSON.
func (t *Term) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if *t = (Term{}); s == "" {
		return nil
	}
	u, err := ParseTerm(s)
	*t = u
	return err
}

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

// exceedsHorizon reports whether end is later than Policy.Horizon allows at now,
// to the instant: the limit is not rounded as terms are.
func (p Policy) exceedsHorizon(end, now time.Time) bool {
	return p.Horizon != (Term{}) && end.After(p.Horizon.After(p.local(now)))
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
