package registry_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestTermAfter(t *testing.T) {
	for _, row := range []struct{ start, term, want string }{
		{"2026-03-01", "1y", "2027-03-01"},
		{"2024-02-29", "1y", "2025-02-28"},
		{"2024-02-29", "4y", "2028-02-28"}, // as with four renewals of one year
		{"2023-02-28", "1y", "2024-02-28"},
		{"2024-02-29", "1m", "2024-03-29"},
		{"2026-01-31", "1m", "2026-02-28"},
		{"2028-01-31", "1m", "2028-02-29"},
		{"2026-08-31", "3m", "2026-11-30"},
		{"2026-08-31", "6m", "2027-02-28"},
		{"2026-12-31", "12m", "2027-12-31"},
		{"2026-10-31", "13m", "2027-11-30"},
		{"2095-06-30", "10y", "2105-06-30"},
		{"2099-02-28", "1y", "2100-02-28"},
	} {
		start, _ := time.Parse(time.DateOnly, row.start)
		term, err := registry.ParseTerm(row.term)
		if err != nil {
			t.Fatal(err)
		}
		start = start.Add(13*time.Hour + 7*time.Microsecond)
		end := term.After(start)
		if got := end.Format(time.DateOnly); got != row.want || end.Sub(end.Truncate(day)) != 13*time.Hour+7*time.Microsecond {
			t.Errorf("%s and %s is %v, want %s", row.start, row.term, end, row.want)
		}
	}
}

func TestYearsAreAdditive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(r, "start"), 0).UTC()
		a, b := rapid.IntRange(1, 10).Draw(r, "a"), rapid.IntRange(1, 10).Draw(r, "b")
		twice, once := registry.Years(b).After(registry.Years(a).After(start)), registry.Years(a+b).After(start)
		if !twice.Equal(once) {
			r.Fatalf("%d years and %d years are %v, %d years are %v", a, b, twice, a+b, once)
		}
		if months := registry.Months(12 * a).After(start); months.Sub(registry.Years(a).After(start)).Abs() > day {
			r.Fatalf("%d years end at %v, as many months at %v", a, registry.Years(a).After(start), months)
		}
		// Compared by day, since days that the month does not have are moved.
		if later := start.AddDate(0, 0, rapid.IntRange(0, 120).Draw(r, "later")); registry.Months(a).After(later).Before(registry.Months(a).After(start)) {
			r.Fatalf("a term from %v ends before one from %v", later, start)
		}
	})
}

func TestTermText(t *testing.T) {
	for _, text := range []string{"1y", "10y", "3m", "12m", ""} {
		var term registry.Term
		if err := json.Unmarshal([]byte(`"`+text+`"`), &term); err != nil || term.String() != text {
			t.Errorf("%q reads as %v, %v", text, term, err)
		}
		if b, err := json.Marshal(term); err != nil || string(b) != `"`+text+`"` {
			t.Errorf("%v writes as %s, %v", term, b, err)
		}
	}
	for _, text := range []string{"y", "0y", "-1y", "1", "1d", "1000y", "1.5y", "+1y", "1Y"} {
		if term, err := registry.ParseTerm(text); err == nil {
			t.Errorf("%q reads as %v", text, term)
		}
	}
}
