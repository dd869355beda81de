package ee_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

func policy() registry.Policy { return ee.Policy(ee.DefaultPrices(), []byte("a key of the tests")) }

func TestPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, policy()) }

// Midnight in Tallinn is 22:00 UTC in winter and 21:00 UTC in summer. The 45 days
// below are calendar days.
func TestDomainThatIsNotRenewed(t *testing.T) {
	s := tldtest.NewTimeline(t, policy(), "2025-09-19T14:16:47.42Z", "1y", registry.Domain{}).
		AdvanceTo("2026-11-03T21:59:59Z")
	s.Expect(`
		2025-09-19T14:16:47.42Z create: active to 2026-09-19T21:00:00Z
		2026-09-19T21:00:00Z expire:    expired until 2026-10-04T21:00:00Z
		2026-10-04T21:00:00Z outzone:   outzone until 2026-11-03T22:00:00Z, undelegated`)
	s.AdvanceTo("2026-11-03T22:00:00Z")
	released := s.Domain.PhaseEnds
	drop := time.Date(2026, 11, 3, 22, 0, 0, 0, time.UTC)
	switch {
	case s.Domain.Phase != registry.DeleteCandidate && s.Domain.Phase != registry.Released:
		t.Errorf("phase on the last day: %s", s.Domain.Phase)
	case released.Before(drop), !released.Before(drop.Add(24 * time.Hour)):
		t.Errorf("released at %v, not within a day of %v", released, drop)
	}
	if s.AdvanceTo("2026-11-04T22:00:00Z"); s.Domain.Phase != registry.Released {
		t.Errorf("phase a day later: %s", s.Domain.Phase)
	}
}

func TestRenewCancelsExpiryAndDeletion(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-01-10T08:00:00Z", "3m", registry.Domain{}).
		Renew("2026-05-20T08:00:00Z", "6m").
		Delete("2026-06-01T08:00:00Z").
		Restore("2026-06-02T08:00:00Z").
		Renew("2026-07-01T08:00:00Z", "1y").
		Expect(`
			2026-01-10T08:00:00Z create:  active to 2026-04-10T21:00:00Z
			2026-04-10T21:00:00Z expire:  expired until 2026-04-25T21:00:00Z
			2026-04-25T21:00:00Z outzone: outzone until 2026-05-25T21:00:00Z, undelegated
			2026-05-20T08:00:00Z renew:   active to 2026-10-10T21:00:00Z
			2026-06-01T08:00:00Z delete:  pendingDelete until 2026-07-02T08:00:00Z, undelegated
			2026-06-02T08:00:00Z restore refused: the name is not in redemption (status "pendingDelete")
			2026-07-01T08:00:00Z renew:   active to 2027-10-10T21:00:00Z`)
}

func TestManualInzoneKeepsExpiredDomainDelegated(t *testing.T) {
	s := tldtest.NewTimeline(t, policy(), "2026-01-10T08:00:00Z", "3m", registry.Domain{}).
		ToggleStatus("2026-01-11T08:00:00Z", registry.ServerManualInzone).
		AdvanceTo("2026-04-26T00:00:00Z")
	if d := s.Domain; d.Phase != registry.Outzone || !d.Delegated() {
		t.Errorf("%s, delegated: %v", d.Phase, d.Delegated())
	}
}

func TestTransferIsImmediateAndAddsNoTerm(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-01-10T08:00:00Z", "1y", registry.Domain{}).
		Transfer("2026-02-01T08:00:00Z").
		Expect(`
			2026-01-10T08:00:00Z create:  active to 2027-01-10T22:00:00Z
			2026-02-01T08:00:00Z request: active to 2027-01-10T22:00:00Z, transferred`)
}

func TestForceDeletePrecedesExpiry(t *testing.T) {
	p := policy()
	born := time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.ee"}.Register(registry.Months(3), registry.Price{}, born, p)
	d.Force = &registry.Force{Start: born, Hold: born.AddDate(0, 0, 15), Delete: born.AddDate(0, 0, 100)}
	d, steps := d.At(born.AddDate(0, 0, 99), p)
	if d.Phase != registry.Expired || !d.Has(registry.ClientHold) || len(steps) != 2 {
		t.Fatalf("a day before: %s, %v, %d transitions", d.Phase, d.Statuses, len(steps))
	}
	if d, _ = d.At(born.AddDate(0, 0, 100), p); d.Phase != registry.DeleteCandidate || d.Force != nil {
		t.Errorf("on the day: %s, %v", d.Phase, d.Force)
	}
}

// docs/contracts/ee.md section 4: the start of the day of (now + period + 1 day).
func TestExpiryIsNextMidnight(t *testing.T) {
	for created, expires := range map[string]string{
		"2026-01-10T21:59:59.999999Z": "2027-01-10T22:00:00Z", // 23:59 in Tallinn
		"2026-01-10T22:00:00Z":        "2027-01-11T22:00:00Z", // midnight: the first instant of a day, which is added
		"2026-01-10T22:00:00.000001Z": "2027-01-11T22:00:00Z",
		"2026-07-10T20:59:59Z":        "2027-07-10T21:00:00Z", // summer
		"2024-02-29T10:00:00Z":        "2025-02-28T22:00:00Z",
	} {
		tldtest.NewTimeline(t, policy(), created, "1y", registry.Domain{}).
			Expect(created + " create: active to " + expires)
	}
	// Renewals across summer time do not move the local time.
	tldtest.NewTimeline(t, policy(), "2026-01-10T10:00:00Z", "1y", registry.Domain{}).
		Renew("2026-02-01T10:00:00Z", "6m").
		Renew("2026-02-01T10:00:00Z", "9m").
		Expect(`
			2026-01-10T10:00:00Z create: active to 2027-01-10T22:00:00Z
			2026-02-01T10:00:00Z renew:  active to 2027-07-10T21:00:00Z
			2026-02-01T10:00:00Z renew:  active to 2028-04-10T21:00:00Z`)
}

func TestDropTimeIsUniformAndKeyed(t *testing.T) {
	p, other := policy(), ee.Policy(nil, []byte("another key"))
	drop := time.Date(2026, 11, 3, 22, 0, 0, 0, time.UTC)
	quarters, same := [4]int{}, 0
	for i := range 4000 {
		n := name.Name(fmt.Sprintf("a%d.ee", i))
		at := p.DropTime(n, drop)
		if at.Before(drop) || !at.Before(drop.Add(24*time.Hour)) || at != at.Truncate(time.Microsecond) || at != p.DropTime(n, drop) {
			t.Fatalf("%s is released at %v", n, at)
		}
		quarters[at.Sub(drop)/(6*time.Hour)]++
		if at == other.DropTime(n, drop) || at.Sub(drop) == p.DropTime(n, drop.Add(time.Hour)).Sub(drop.Add(time.Hour)) {
			same++
		}
	}
	if at := p.DropTime("a.ee", drop.Add(time.Nanosecond)); at != p.DropTime("a.ee", drop) {
		t.Errorf("a nanosecond, below the resolution, changes it to %v", at)
	}
	for q, n := range quarters {
		if n < 850 || n > 1150 { // five standard deviations
			t.Errorf("of 4000 names %d are released in quarter %d of the day", n, q)
		}
	}
	if same > 0 {
		t.Errorf("%d drop times do not depend on the key or on the day", same)
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]error{
		"a.ee": nil, "õun.ee": nil, "šžõäöü.ee": nil, "élève.ee": registry.ErrNameLetters,
	} {
		if err := policy().CheckName(name.MustParse(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestIdents(t *testing.T) {
	for _, row := range []struct {
		ident registry.Ident
		now   time.Time
		want  bool
	}{
		{registry.Ident{}, noon, true},
		{registry.Ident{Code: "2026-03-01", Type: registry.IdentBirthday, Country: "EE"}, noon, true},
		{registry.Ident{Code: "2026-03-02", Type: registry.IdentBirthday, Country: "EE"}, noon, false},
		{registry.Ident{Code: "2026-03-02", Type: registry.IdentBirthday, Country: "EE"}, noon.Add(11 * time.Hour), true}, // the next day in Tallinn
		{registry.Ident{Code: "2099-01-01", Type: registry.IdentBirthday, Country: "LV"}, noon, false},
		{registry.Ident{Code: "1876-03-01", Type: registry.IdentBirthday, Country: "EE"}, noon, true},
		{registry.Ident{Code: "1876-02-28", Type: registry.IdentBirthday, Country: "EE"}, noon, false},
		{registry.Ident{Code: "1800-01-01", Type: registry.IdentBirthday, Country: "US"}, noon, false},
		{registry.Ident{Code: "59901010007", Type: registry.IdentPerson, Country: "EE"}, noon, false}, // born in 2099
		{registry.Ident{Code: "12345678", Type: registry.IdentOrg, Country: "EE"}, noon, true},
		{registry.Ident{Code: "12345", Type: registry.IdentOrg, Country: "EE"}, noon, false},
		{registry.Ident{Code: "1234567x", Type: registry.IdentOrg, Country: "EE"}, noon, false},
		{registry.Ident{Code: "123456789", Type: registry.IdentOrg, Country: "EE"}, noon, false},
		{registry.Ident{Code: "FN 12345 a", Type: registry.IdentOrg, Country: "AT"}, noon, true},
	} {
		err := policy().CheckContact(registry.Contact{ID: "C1", Ident: row.ident}, "", row.now)
		if row.want != (err == nil) || err != nil && !errors.Is(err, registry.ErrSyntax) {
			t.Errorf("%v at %s: %v", row.ident, row.now, err)
		}
	}
}

func TestPersonalCodes(t *testing.T) {
	person := func(code string) registry.Contact {
		return registry.Contact{ID: "C1", Ident: registry.Ident{Code: code, Type: registry.IdentPerson, Country: "EE"}}
	}
	for code, ok := range map[string]bool{
		"37605030299":  true,
		"60001010157":  true, // second set of weights
		"60001010030":  true, // remainder 10 with both sets of weights
		"60001010031":  false,
		"37605030298":  false, // check digit
		"37613030295":  false, // month 13
		"97605030299":  false, // no such century
		"3760503029":   false,
		"376050302991": false,
		"3760503029x":  false,
	} {
		err := policy().CheckContact(person(code), "registrant", noon)
		if ok != (err == nil) || err != nil && !errors.Is(err, registry.ErrSyntax) {
			t.Errorf("%s: %v", code, err)
		}
	}
	abroad := person("1234")
	abroad.Ident.Country = "LV"
	for _, c := range []registry.Contact{abroad, {ID: "C2"}} {
		if err := policy().CheckContact(c, "registrant", noon); err != nil {
			t.Errorf("%v: %v", c.Ident, err)
		}
	}
}

func TestCompanyNeedsPersonAsAdmin(t *testing.T) {
	p := policy()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	company := registry.Contact{ID: "C1", Ident: registry.Ident{Code: "12345678", Type: registry.IdentOrg, Country: "EE"}}
	if err := p.CheckContact(company, "admin", noon); !errors.Is(err, registry.ErrContactData) {
		t.Errorf("as admin: %v", err)
	}
	for _, role := range []registry.ContactRole{registry.ContactRegistrant, registry.ContactTech} {
		if err := p.CheckContact(company, role, noon); err != nil {
			t.Errorf("as %s: %v", role, err)
		}
	}
	if err := p.CheckRegistrant(company, registry.Domain{Name: "a.ee"}, now); !errors.Is(err, registry.ErrContactRequired) {
		t.Errorf("without admin: %v", err)
	}
	if err := p.CheckRegistrant(company, registry.Domain{Name: "a.ee", Admin: []registry.ContactID{"C2"}}, now); err != nil {
		t.Errorf("with admin: %v", err)
	}
	if err := p.CheckRegistrant(registry.Contact{ID: "C3"}, registry.Domain{Name: "a.ee"}, now); err != nil {
		t.Errorf("a person without admin: %v", err)
	}
}

func TestIdentCannotBeChanged(t *testing.T) {
	p := policy()
	none := registry.Contact{ID: "C1"}
	one := registry.Contact{ID: "C1", Ident: registry.Ident{Code: "37605030299", Type: registry.IdentPerson, Country: "EE"}}
	other := one
	other.Ident.Country = "LV"
	if err := p.CheckContactChange(one, other, "tech"); !errors.Is(err, registry.ErrContactImmutable) {
		t.Errorf("changed: %v", err)
	}
	if err := p.CheckContactChange(none, one, "tech"); err != nil {
		t.Errorf("given: %v", err)
	}
	if err := p.CheckContactChange(one, one, "tech"); err != nil {
		t.Errorf("kept: %v", err)
	}
}

func TestPrices(t *testing.T) {
	tldtest.CheckPrices(t, ee.DefaultPrices(), `
		create 3m 2.25 1.91
		create 6m 4.50 3.83
		renew 9m 6.75 5.74
		create 1y 9.00 7.65
		renew 10y 90.00 76.50
		transfer - 0.00 0.00
		restore - none`)
}

// Contract D20: a person is of age on the eighteenth birthday in Tallinn, and a
// minor's domain needs an administrative contact.
func TestMinorNeedsAdmin(t *testing.T) {
	birthday := time.Date(2025, 12, 31, 22, 0, 0, 0, time.UTC) // 1 January 2026 in Tallinn
	for _, row := range []struct {
		ident registry.Ident
		now   time.Time
		minor bool
	}{
		{registry.Ident{Code: "2008-01-01", Type: registry.IdentBirthday, Country: "LV"}, birthday, false},
		{registry.Ident{Code: "2008-01-01", Type: registry.IdentBirthday, Country: "LV"}, birthday.Add(-time.Second), true},
		{registry.Ident{Code: "60001010157", Type: registry.IdentPerson, Country: "EE"}, birthday, false},                   // born in 2000
		{registry.Ident{Code: "60001010157", Type: registry.IdentPerson, Country: "EE"}, birthday.AddDate(-9, 0, 0), true},  // seventeen
		{registry.Ident{Code: "60001010157", Type: registry.IdentPerson, Country: "LV"}, birthday.AddDate(-9, 0, 0), false}, // tells no date
		{registry.Ident{Code: "12345678", Type: registry.IdentOrg, Country: "EE"}, birthday, true},                          // a company, likewise
		{registry.Ident{}, birthday, false},
	} {
		holder := registry.Contact{ID: "C1", Ident: row.ident}
		err := policy().CheckRegistrant(holder, registry.Domain{Name: "a.ee"}, row.now)
		if errors.Is(err, registry.ErrContactRequired) != row.minor || err != nil && !row.minor {
			t.Errorf("%v at %v: %v", row.ident, row.now, err)
		}
		if err := policy().CheckRegistrant(holder, registry.Domain{Name: "a.ee", Admin: []registry.ContactID{"C2"}}, row.now); err != nil {
			t.Errorf("%v with admin: %v", row.ident, err)
		}
	}
}

// The built-in list has the names that the policy keeps back.
func TestBuiltinNames(t *testing.T) {
	list := tldtest.CheckNames(t, policy())
	for n, want := range map[name.Name]namelist.Class{
		"com.ee": namelist.Blocked, "reserved.ee": namelist.Reserved, "blocked.ee": namelist.Blocked,
	} {
		if list[n] != want {
			t.Errorf("%s: %q, want %q", n, list[n], want)
		}
	}
}

// A deleted name left the zone when it was deleted, and that does not change until it
// is released.
func TestOutzoneTimeOfADeletedName(t *testing.T) {
	p := policy()
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	d := registry.Domain{Name: "a.ee"}.Register(registry.Years(1), registry.Price{}, start, p)
	for name, deleted := range map[string]time.Time{
		"while active":  start.AddDate(0, 1, 0),
		"while expired": d.Expires.AddDate(0, 0, 5),
		"while outzone": d.Expires.AddDate(0, 0, 20),
	} {
		expired, _ := d.At(deleted, p)
		gone, _, err := expired.Delete(deleted, p)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := gone.Schedule(p)
		candidate, _ := gone.At(gone.PhaseEnds, p)
		if candidate.Phase == registry.Released {
			continue // its drop time is the very instant
		}
		if got, _ := candidate.Schedule(p); candidate.Phase != registry.DeleteCandidate || !got.Equal(want) || got.After(deleted) {
			t.Errorf("%s: outzone %v in %s, was %v", name, got, candidate.Phase, want)
		}
	}
}
