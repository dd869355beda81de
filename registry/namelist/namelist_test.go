package namelist_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// drawInstant draws the zero time or one within some days of noon.
func drawInstant(t *rapid.T, label string) time.Time {
	if days := rapid.IntRange(-4, 3).Draw(t, label); days > -4 {
		return noon.AddDate(0, 0, days)
	}
	return time.Time{}
}

func drawEntry(t *rapid.T) namelist.Entry {
	class := rapid.SampledFrom([]namelist.Class{namelist.Blocked, namelist.Reserved, namelist.Premium}).Draw(t, "class")
	e := namelist.Entry{Class: class, Reason: rapid.SampledFrom([]string{"", "a list", `with "quotes", and commas`}).Draw(t, "reason"), From: drawInstant(t, "from")}
	if until := drawInstant(t, "until"); until.After(e.From) {
		e.Until = until
	}
	switch class {
	case namelist.Premium:
		e.Prices = registry.Premium{registry.ProductCreate: {Retail: money.EUR(500_00), Wholesale: money.EUR(425_00)}}
		if rapid.Bool().Draw(t, "renew") {
			e.Prices[registry.ProductRenew] = registry.Price{Retail: money.EUR(100_00), Wholesale: money.EUR(85_00)}
		}
	case namelist.Reserved:
		e.Registrar = rapid.SampledFrom([]registry.RegistrarID{"", "best-names"}).Draw(t, "registrar")
	}
	return e
}

// After End nothing of the class is active, now or later, and what was active before
// stays readable.
func TestEndLeavesNothingActive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := namelist.Listing{Name: "a.example"}
		for range rapid.IntRange(0, 6).Draw(t, "entries") {
			l, _ = l.Set(drawEntry(t))
		}
		before, wasActive := l.Active(noon.Add(-time.Second))
		ended := l.End("", noon)
		for _, now := range []time.Time{noon, noon.AddDate(0, 0, 2), noon.AddDate(9, 0, 0)} {
			if e, ok := ended.Active(now); ok {
				t.Fatalf("%v is active at %v", e, now)
			}
		}
		if after, is := ended.Active(noon.Add(-time.Second)); is != wasActive || after.Class != before.Class {
			t.Fatalf("a second before: %v, was %v", after, before)
		}
	})
}

// The first class decides, and an entry holds from From until Until, not included.
func TestActive(t *testing.T) {
	l := namelist.Listing{Entries: []namelist.Entry{
		{Class: namelist.Premium, From: noon}, {Class: namelist.Blocked, From: noon.Add(time.Hour), Until: noon.Add(2 * time.Hour)}, {Class: namelist.Reserved, Until: noon.Add(90 * time.Minute)},
	}}
	for after, want := range map[time.Duration]namelist.Class{
		-time.Second: namelist.Reserved, 0: namelist.Reserved, time.Hour: namelist.Blocked, 2 * time.Hour: namelist.Premium, 9000 * time.Hour: namelist.Premium,
	} {
		if e, ok := l.Active(noon.Add(after)); !ok || e.Class != want {
			t.Errorf("after %v: %s, want %s", after, e.Class, want)
		}
	}
}

func TestSetReplacesTheEntryOfItsClassAndBeginning(t *testing.T) {
	var l namelist.Listing
	for i := range namelist.MaxEntries {
		l, _ = l.Set(namelist.Entry{Class: namelist.Reserved, From: noon.AddDate(0, 0, i)})
	}
	if _, err := l.Set(namelist.Entry{Class: namelist.Blocked}); !errors.Is(err, registry.ErrTooMany) {
		t.Errorf("one more: %v", err)
	}
	l, err := l.Set(namelist.Entry{Class: namelist.Reserved, From: noon, Reason: "again"})
	if err != nil || len(l.Entries) != namelist.MaxEntries || l.Entries[0].Reason != "again" {
		t.Errorf("%v, %v", l.Entries[0], err)
	}
}

func TestPatternOf(t *testing.T) {
	for n, want := range map[name.Name]name.Name{"a.example": "?.example", "ab.example": "??.example", "abc.co.example": "???.co.example", "abcd.example": ""} {
		if got, ok := namelist.PatternOf(n); got != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", n, got, want)
		}
		if namelist.IsPattern(n) || want != "" && !namelist.IsPattern(want) {
			t.Errorf("%s or %s", n, want)
		}
	}
}

// What WriteCSV writes is what ReadCSV reads.
func TestListsSurviveWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := namelist.Listing{Name: rapid.SampledFrom([]name.Name{"a.example", "??.example", "xn--caf-dma.example"}).Draw(t, "name")}
		for range rapid.IntRange(0, 4).Draw(t, "entries") {
			l, _ = l.Set(drawEntry(t))
		}
		var text strings.Builder
		if err := errors.Join(namelist.WriteHeader(&text), namelist.WriteCSV(&text, l)); err != nil {
			t.Fatal(err)
		}
		read := namelist.Listing{Name: l.Name}
		for line, err := range namelist.ReadCSV(strings.NewReader(text.String()), "example") {
			if err != nil || line.Name != l.Name {
				t.Fatalf("%+v, %v in\n%s", line, err, text.String())
			}
			read, _ = read.Set(line.Entry)
		}
		if d := cmp.Diff(l, read); d != "" {
			t.Fatal(d)
		}
	})
}

// Each line with a fault is reported with its number, and the others are read.
func TestReadCSVReportsEachLine(t *testing.T) {
	const text = "\uFEFFname, class, until, create, registrar\n" +
		"# a comment\n\n" +
		"gold,premium,,500.00/425.00,\n" + // 4
		"GOLD.example,blocked,2027-01-01,,\n" +
		"gold.test,blocked,,,\n" + // 6: another zone
		"a.b.example,blocked,,,\n" +
		"-,blocked,,,\n" + // 8
		"x,sold,,,\n" +
		"x,premium,,,\n" + // 10: no price
		"x,blocked,,5.00,\n" +
		"x,blocked,tomorrow,,\n" + // 12
		"x,reserved,,,best-names\n" +
		"x,blocked,,,best-names\n" + // 14
		"x,premium,,-5.00,\n" +
		"x,blocked\n" + // 16
		"\"x,blocked,,,\n" +
		"\xff,blocked,,,\n" + // 18
		"???,reserved,,,\n"
	good, bad := map[int]name.Name{}, map[int]string{}
	for line, err := range namelist.ReadCSV(strings.NewReader(text), "example") {
		if fault, ok := errors.AsType[*registry.Fault](err); ok {
			bad[line.Number] = fault.Field
		} else if err != nil {
			t.Fatal(err)
		} else {
			good[line.Number] = line.Name
		}
	}
	if d := cmp.Diff(map[int]name.Name{4: "gold.example", 5: "gold.example", 13: "x.example", 19: "???.example"}, good); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[int]string{6: "name", 7: "name", 8: "name", 9: "class", 10: "create", 11: "create", 12: "until", 14: "registrar", 15: "create", 16: "line", 17: "line", 18: "line"}, bad); d != "" {
		t.Error(d)
	}
}

// What cannot be a list ends it at once.
func TestReadCSVIsBounded(t *testing.T) {
	for what, text := range map[string]string{
		"an unknown column":   "name,class,price\n",
		"a column twice":      "name,class,class\n",
		"no class":            "name,reason\n",
		"a line of 5,000":     "name,class\n" + strings.Repeat("a", 5000) + ",blocked\n",
		"more than MaxLines":  "name,class\n" + strings.Repeat("a,blocked\n", namelist.MaxLines),
		"a line without end":  strings.Repeat("a", 5000),
		"a comment of 5,000":  "#" + strings.Repeat("a", 5000) + "\n",
		"a header in quotes ": "\"name,class\n",
	} {
		var last error
		lines := 0
		for _, err := range namelist.ReadCSV(strings.NewReader(text), "example") {
			last = err
			lines++
		}
		if last == nil || lines > namelist.MaxLines {
			t.Errorf("%s: %d lines, %v", what, lines, last)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("name,class,from\nx,blocked,2026-01-01\n")
	f.Add("class,name,create,currency\npremium,??,5/4,EUR\n")
	f.Fuzz(func(t *testing.T, text string) {
		for line, err := range namelist.ReadCSV(strings.NewReader(text), "example") {
			if err == nil && (line.Name.Parent() != "example" || line.Entry.Check() != nil) {
				t.Fatalf("%+v", line)
			}
		}
	})
}

// Premium prices of a year are those of each term, product by product.
func TestPremiumPrices(t *testing.T) {
	eur := func(retail int64) registry.Price { return registry.NewPrice(money.EUR(retail), 85) }
	p := registry.Policy{Prices: registry.Prices{
		registry.ProductCreate: registry.PerYear(eur(10_00), registry.YearTerms(1, 3)), registry.ProductRenew: registry.PerYear(eur(10_00), registry.YearTerms(1, 3)),
		registry.ProductTransfer: {registry.Years(1): eur(10_00)}, registry.ProductRestore: {registry.Term{}: eur(60_00)},
	}}
	premium := registry.Premium{registry.ProductCreate: eur(500_00), registry.ProductRenew: eur(100_00)}
	for _, c := range []struct {
		product registry.Product
		term    registry.Term
		want    int64
	}{
		{registry.ProductCreate, registry.Years(1), 500_00}, {registry.ProductCreate, registry.Years(3), 1500_00}, {registry.ProductRenew, registry.Years(2), 200_00},
		{registry.ProductTransfer, registry.Years(1), 100_00}, {registry.ProductRestore, registry.Term{}, 60_00},
	} {
		price, sold := p.PriceOf(premium, c.product, c.term)
		if listed, _ := p.PricesOf(premium).Of(c.product, c.term); !sold || price.Retail != money.EUR(c.want) || listed != price {
			t.Errorf("%s %v: %v, %v", c.product, c.term, price, listed)
		}
	}
	if _, sold := p.PriceOf(premium, registry.ProductCreate, registry.Years(9)); sold {
		t.Error("a premium name is sold for a term that the TLD does not offer")
	}
	if price, _ := p.PriceOf(nil, registry.ProductCreate, registry.Years(1)); price != eur(10_00) {
		t.Errorf("a usual name: %v", price)
	}
}
