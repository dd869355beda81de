package name_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/name"
)

func TestNameParts(t *testing.T) {
	type parts struct {
		Label, Unicode string
		Parent         name.Name
		Depth          int
		IDN            bool
		Labels         []string
	}
	for n, want := range map[name.Name]parts{
		"":              {},
		"example":       {Label: "example", Unicode: "example", Depth: 1, Labels: []string{"example"}},
		"www.a.example": {Label: "www", Unicode: "www.a.example", Parent: "a.example", Depth: 3, Labels: []string{"www", "a", "example"}},
		"a.xn--mnchen-3ya": {Label: "a", Unicode: "a.münchen", Parent: "xn--mnchen-3ya", Depth: 2, IDN: true,
			Labels: []string{"a", "xn--mnchen-3ya"}},
		"xn--mnchen-3ya.xn--zca": {Label: "xn--mnchen-3ya", Unicode: "münchen.ß", Parent: "xn--zca", Depth: 2, IDN: true,
			Labels: []string{"xn--mnchen-3ya", "xn--zca"}},
		"axn--b.example": {Label: "axn--b", Unicode: "axn--b.example", Parent: "example", Depth: 2, Labels: []string{"axn--b", "example"}},
		// Not from Parse, but seen in the DNS: an A-label that cannot be registered is not decoded.
		"xn--ls8h.xn--zca":   {Label: "xn--ls8h", Unicode: "xn--ls8h.ß", Parent: "xn--zca", Depth: 2, IDN: true, Labels: []string{"xn--ls8h", "xn--zca"}},
		"xn--exmple-4nf.a":   {Label: "xn--exmple-4nf", Unicode: "xn--exmple-4nf.a", Parent: "a", Depth: 2, IDN: true, Labels: []string{"xn--exmple-4nf", "a"}},
		"xn--99999999999999": {Label: "xn--99999999999999", Unicode: "xn--99999999999999", Depth: 1, IDN: true, Labels: []string{"xn--99999999999999"}},
	} {
		got := parts{n.Label(), n.Unicode(), n.Parent(), n.Depth(), n.IsIDN(), slices.Collect(n.Labels())}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", n, diff)
		}
	}
}

func TestLabelsStopsEarly(t *testing.T) {
	for label := range name.Name("www.a.example").Labels() {
		if label == "a" {
			return
		}
	}
	t.Error("did not yield the label a")
}

func TestUnderAndWithin(t *testing.T) {
	for _, c := range []struct {
		n, zone       name.Name
		under, within bool
	}{
		{"a.example", "example", true, true},
		{"www.a.example", "example", true, true},
		{"example", "example", false, true},
		{"aexample", "example", false, false},
		{"example", "a.example", false, false},
		{"b.example", "a.example", false, false},
		{"a.example", "", true, true},
		{"", "", false, true},
		{"", "example", false, false},
	} {
		if got := c.n.Under(c.zone); got != c.under {
			t.Errorf("%q under %q: got %v, want %v", c.n, c.zone, got, c.under)
		}
		if got := c.n.Within(c.zone); got != c.within {
			t.Errorf("%q within %q: got %v, want %v", c.n, c.zone, got, c.within)
		}
	}
}

func TestCompareIsCanonicalOrder(t *testing.T) {
	// The list of RFC 4034 section 6.1 without names that are not host names, and edge cases.
	sorted := []name.Name{
		"", "example", "a.example", "yljkjljk.a.example", "z.a.example", "a.z.a.example",
		"aa.example", "b.example", "z.example", "example-a", "a.example-a", "example0", "examplea",
	}
	for i, a := range sorted {
		for j, b := range sorted {
			want := 0
			switch {
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			if got := a.Compare(b); got != want {
				t.Errorf("%q against %q: got %d, want %d", a, b, got, want)
			}
		}
	}
}

// TestCompareKeepsZonesContiguous checks what zone files and NSEC chains depend on:
// the names within a zone are contiguous, and the zone itself is the first.
func TestCompareKeepsZonesContiguous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.Custom(func(t *rapid.T) name.Name {
			return name.MustParse(rapid.StringMatching(`([ab0][ab-]?[ab]\.){0,3}[ab]`).Draw(t, "name"))
		})
		names := rapid.SliceOfN(some, 3, 20).Draw(t, "names")
		slices.SortFunc(names, name.Name.Compare)
		for _, zone := range names {
			first := slices.IndexFunc(names, func(n name.Name) bool { return n.Within(zone) })
			if names[first] != zone {
				t.Fatalf("%q comes before its zone %q in %q", names[first], zone, names)
			}
			run := names[first:]
			for len(run) > 0 && run[0].Within(zone) {
				run = run[1:]
			}
			if slices.ContainsFunc(run, func(n name.Name) bool { return n.Within(zone) }) {
				t.Fatalf("%q is not contiguous in %q", zone, names)
			}
		}
	})
}

func TestNameEncodesAsString(t *testing.T) {
	type record struct {
		Name  name.Name
		Hosts map[name.Name]int
	}
	want := record{"xn--mnchen-3ya.example", map[name.Name]int{"a.example": 1}}
	text, err := json.Marshal(want)
	if string(text) != `{"Name":"xn--mnchen-3ya.example","Hosts":{"a.example":1}}` || err != nil {
		t.Fatalf("got %s, %v", text, err)
	}
	var got record
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
