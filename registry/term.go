package registry

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// A Term is time bought: whole months or years (RFC 5731's period). Its zero
// value is no time.
type Term struct {
	N    int
	Unit byte // 'y' or 'm'
}

// Years returns a term of n years.
func Years(n int) Term { return Term{n, 'y'} }

// Months returns a term of n months.
func Months(n int) Term { return Term{n, 'm'} }

// YearTerms returns the terms from a to b years.
func YearTerms(a, b int) []Term {
	var terms []Term
	for n := a; n <= b; n++ {
		terms = append(terms, Years(n))
	}
	return terms
}

// MonthTerms returns the terms from a to b months.
func MonthTerms(a, b int) []Term {
	var terms []Term
	for n := a; n <= b; n++ {
		terms = append(terms, Months(n))
	}
	return terms
}

// After returns the instant when t, begun at start, ends. A day that the last
// month does not have gives way to that month's last: 31 January and a month is
// 28 February. 29 February counts as 28 February for years, so that two and
// three years are five.
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

// ParseTerm reads "1y", "3m" (as String writes them), or returns an error.
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

// MarshalJSON writes t as String does.
func (t Term) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// UnmarshalJSON reads what MarshalJSON wrote.
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

// AddYears returns the same day and hour n years on; 29 February gives 28
// February, and so it stays.
func AddYears(t time.Time, n int) time.Time { return Years(n).After(t) }
