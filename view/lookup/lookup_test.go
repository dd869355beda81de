package lookup

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

func TestPatterns(t *testing.T) {
	for text, want := range map[string]Pattern{
		"a.example":      {exact: "a.example"},
		"A.Example.":     {exact: "a.example"},
		"café.example":   {exact: "xn--caf-dma.example"},
		"exam*":          {Pattern: store.Pattern{Prefix: "exam"}},
		"Exam*.example":  {Pattern: store.Pattern{Prefix: "exam", Suffix: ".example"}},
		"exam*.example.": {Pattern: store.Pattern{Prefix: "exam", Suffix: ".example"}},
		"a.ex*":          {Pattern: store.Pattern{Prefix: "a.ex"}},
	} {
		if got, err := ParsePattern(name.ParseLookup, text); got != want || err != nil {
			t.Errorf("%s is %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"*", "**", "a*", "ab*", ".ab*", "*.example", "exam*ple.example", "exam*.", "exam*.*", "exam*..example", "ex..am*", "exam%*", "exam_*", "exam *",
		"café*", "exam*.é", "exam*\x00", strings.Repeat("a", 300) + "*",
	} {
		if p, err := ParsePattern(name.ParseLookup, text); !errors.Is(err, ErrPattern) && !(text == "exam*." && err == nil) {
			t.Errorf("%q is %+v, %v", text, p, err)
		}
	}
	if _, err := ParsePattern(name.ParseLookup, "-.example"); !errors.Is(err, registry.ErrNameSyntax) {
		t.Errorf("invalid name: %v", err)
	}
	p, _ := ParsePattern(name.ParseLookup, "ns1*.example")
	for n, want := range map[name.Name]bool{"ns1.example": true, "ns12.example": true, "ns1.a.example": false, "ns.example": false, "ns1.test": false} {
		if p.Matches(n) != want {
			t.Errorf("%s matches: %t", n, !want)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	for _, seed := range []string{"exam*.example", "*", "café.example", "a.b.c*", "\x00*", "xn--*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePattern(name.ParseLookup, text)
		if err == nil && p.exact == "" && (len(p.Prefix) < minPrefix || strings.ContainsAny(p.Prefix+p.Suffix, "*%_\\\x00 ")) {
			t.Errorf("%q became %+v", text, p)
		}
	})
}

// TestPagesMissNothing checks that all pages together have the values of the
// sources, once and in order, for several page sizes and with skipped values.
func TestPagesMissNothing(t *testing.T) {
	var sources []lister[name.Name]
	for _, step := range []int{2, 3, 7} {
		sources = append(sources, func(after name.Name, limit int) (part []name.Name, err error) {
			for i := 0; i < 300 && len(part) < limit; i += step {
				if n := name.Name(fmt.Sprintf("n%03d.example", i)); n > after {
					part = append(part, n)
				}
			}
			return part, nil
		})
	}
	convert := func(n name.Name) (name.Name, bool, error) { return n, n[3]%5 != 0, nil }
	var want []name.Name
	for i := range 300 {
		if n := name.Name(fmt.Sprintf("n%03d.example", i)); (i%2 == 0 || i%3 == 0 || i%7 == 0) && n[3]%5 != 0 {
			want = append(want, n)
		}
	}
	for _, limit := range []int{1, 2, 10, 49, 50, 1000} {
		var got []name.Name
		pages := 0
		for after := name.Name(""); ; pages++ {
			part, next, err := paginate(sources, func(n name.Name) name.Name { return n }, convert, after, limit)
			if err != nil || len(part) > limit || pages > 1000 {
				t.Fatalf("%d of %d, page %d, %v", len(part), limit, pages, err)
			}
			if got = append(got, part...); next == "" {
				break
			}
			after = next
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("in pages of %d: %d names, want %d", limit, len(got), len(want))
		}
	}
}
