package registry_test

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestCheckName(t *testing.T) {
	p := registry.Policy{TLD: "example", MinLabel: 2, MaxLabel: 12, Letters: "éü"}
	for text, want := range map[string]error{
		"aa.example": nil, "é.example": nil, "ü2.example": nil,
		"a.example": registry.ErrNameLength, "abcdefghijklm.example": registry.ErrNameLength,
		"aa.org": registry.ErrTLD, "aa.bb.example": registry.ErrTLD, "example": registry.ErrTLD,
		"à.example": registry.ErrNameLetters,
	} {
		if err := p.CheckName(name.MustParse(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
	if err := (registry.Policy{TLD: "example"}).CheckName(name.MustParse("é.example")); !errors.Is(err, registry.ErrNameLetters) {
		t.Errorf("ASCII only: %v", err)
	}
	if err := (registry.Policy{TLD: "example", Letters: "*"}).CheckName(name.MustParse("пример.example")); err != nil {
		t.Errorf("all characters: %v", err)
	}
}

func TestDefaultTerm(t *testing.T) {
	for _, row := range []struct {
		p          registry.Policy
		paid, free registry.Term
	}{
		{registry.Policy{}, registry.Term{}, registry.Term{}},
		{registry.Policy{Terms: []registry.Term{registry.Months(3), registry.Years(1)}}, registry.Years(1), registry.Term{}},
		{registry.Policy{Terms: registry.YearTerms(2, 3), FreeTerms: registry.MonthTerms(1, 2)}, registry.Years(2), registry.Months(1)},
		{registry.Policy{FreeTerms: registry.MonthTerms(1, 3), FreeDefault: registry.Months(3)}, registry.Term{}, registry.Months(3)},
	} {
		if got := row.p.DefaultTerm(registry.PlanPaid); got != row.paid {
			t.Errorf("%v: paid %v, want %v", row.p.Terms, got, row.paid)
		}
		if got := row.p.DefaultTerm(registry.PlanFree); got != row.free {
			t.Errorf("%v: free %v, want %v", row.p.FreeTerms, got, row.free)
		}
	}
}

func TestAuthInfoLengths(t *testing.T) {
	for secret, ok := range map[string]bool{"12345": false, "123456": true, "sécrét": true} {
		if err := (registry.Policy{}).CheckAuthInfo(secret); ok != (err == nil) {
			t.Errorf("%q: %v", secret, err)
		}
	}
}

func TestPerYearRoundsMonthsUp(t *testing.T) {
	list := registry.PerYear(registry.NewPrice(money.EUR(10_00), 85), []registry.Term{registry.Months(1), registry.Months(6), registry.Years(3)})
	for term, want := range map[registry.Term]int64{registry.Months(1): 84, registry.Months(6): 5_00, registry.Years(3): 30_00} {
		if got := list[term].Retail.Minor; got != want {
			t.Errorf("%v costs %d, want %d", term, got, want)
		}
	}
	if got := list[registry.Years(3)].Wholesale; got != money.EUR(25_50) {
		t.Errorf("wholesale price of three years: %v", got)
	}
}

func TestFaultReasonsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range registry.Faults() {
		if f.Reason == "" || f.Text == "" || seen[f.Reason] {
			t.Errorf("%q: %q", f.Reason, f.Text)
		}
		if f.Code < 2000 || f.Code > 2599 {
			t.Errorf("%s has code %d", f.Reason, f.Code)
		}
		seen[f.Reason] = true
	}
	on := registry.ErrNameTaken.On("name", "a.example")
	if !errors.Is(on, registry.ErrNameTaken) || errors.Is(on, registry.ErrNoName) || registry.ErrNameTaken.Field != "" {
		t.Errorf("%v", on)
	}
	if got, want := on.Error(), `the name is registered (name "a.example")`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
