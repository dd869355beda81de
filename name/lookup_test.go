package name_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/name"
)

func TestParseLookupMaps(t *testing.T) {
	for text, want := range map[string]string{
		"A.Example":              "a.example",
		"täst.example":           "xn--tst-qla.example",
		"TÄST.EXAMPLE":           "xn--tst-qla.example",
		"TA\u0308ST.example":     "xn--tst-qla.example", // decomposed
		"täst。example":           "xn--tst-qla.example",
		"täst．example":           "xn--tst-qla.example",
		"täst｡example｡":          "xn--tst-qla.example",
		"ＴＥＳＴ.example":           "test.example",
		"XN--TST-QLA.EXAMPLE":    "xn--tst-qla.example",
		"STRAẞE.example":         "xn--strae-oqa.example",
		"ΟΔΟΣ.example":           "xn--pxavbm.example", // the last sigma is final
		"ＡＢＣ。ｅｘａｍｐｌｅ":            "abc.example",
		"ｱｲ.example":             "xn--ccke.example",
		"ᏣᎳᎩ.example":            "xn--f9dt7l.example", // Cherokee is registered in capitals
		"\u212Aelvin.example":    "kelvin.example",
		"a.example.":             "a.example",
		"münchen.XN--MNCHEN-3YA": "xn--mnchen-3ya.xn--mnchen-3ya",
	} {
		if got, err := name.ParseLookup(text); string(got) != want || err != nil {
			t.Errorf("ParseLookup(%+q)\n got %q, %v\nwant %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "。", "a_b.example", "ab--c.example", "a..example", "a。。example", "♥.example", "exаmple.example"} {
		if got, err := name.ParseLookup(text); err == nil {
			t.Errorf("ParseLookup(%+q): got %q, want an error", text, got)
		}
	}
}

// FuzzParseLookup checks that what is registered is found, in every form of its name.
func FuzzParseLookup(f *testing.F) {
	for _, text := range []string{"a.example", "A-1.EXAMPLE.", "TÄST。example", "ＴＥＳＴ", "ΣΑΣ.example", "İ.example", "ᏣᎳᎩ", "a_b", "e\u0301.fr", "é\xff", "ǅ.fr", "ﬁ", "｡"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, err := name.ParseLookup(text)
		if registered, mustNot := name.ParseRegistration(text); mustNot == nil && (err != nil || found != registered) {
			t.Fatalf("ParseLookup(%+q)\n got %q, %v\nwant %q", text, found, err, registered)
		}
		if err != nil {
			return
		}
		if again, err := name.ParseRegistration(found.Unicode()); again != found || err != nil {
			t.Fatalf("ParseLookup(%+q) is %q, which cannot be registered: %v", text, found, err)
		}
	})
}
