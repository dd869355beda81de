package name_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
)

func ExampleParseRegistration() {
	n, err := name.ParseRegistration("WWW.münchen.example.")
	fmt.Println(n, n.Unicode(), err)

	_, err = name.ParseRegistration("München.example")
	fmt.Println(err)
	// Output:
	// www.xn--mnchen-3ya.example www.münchen.example <nil>
	// not a domain name: label "München": U+004D 'M' is not for domain names (RFC 5892)
}

var (
	label63 = strings.Repeat("a", 63)
	name253 = strings.Join([]string{label63, label63, label63, label63[:61]}, ".")
)

func TestParseRegistration(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a.example", "a.example"},
		{"A.Example", "a.example"},
		{"a.example.", "a.example"},
		{"example", "example"},
		{"a", "a"},
		{"0", "0"},
		{"2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa"},
		{"a-b.example", "a-b.example"},
		{"a--b.example", "a--b.example"},
		{"abc---d.example", "abc---d.example"},
		{"abc--d.example", "abc--d.example"},
		{label63 + ".example", label63 + ".example"},
		{name253, name253},
		{strings.ToUpper(name253), name253},
		{name253 + ".", name253},

		{"münchen.example", "xn--mnchen-3ya.example"},
		{"xn--mnchen-3ya.example", "xn--mnchen-3ya.example"},
		{"XN--MNCHEN-3YA.EXAMPLE", "xn--mnchen-3ya.example"},
		{"münchen.xn--mnchen-3ya.A", "xn--mnchen-3ya.xn--mnchen-3ya.a"},
		{"élan.fr", "xn--lan-9la.fr"},
		{"ß.example", "xn--zca.example"},
		{"straße.example", "xn--strae-oqa.example"},
		{"ς.example", "xn--3xa.example"},
		{"σς.example", "xn--3xab.example"},
		{"ljubičastà.example", "xn--ljubiast-6ya06b.example"},
		{"þorn.example", "xn--orn-ooa.example"},
		{strings.Repeat("a", 55) + "é.example", "xn--" + strings.Repeat("a", 55) + "-u3e.example"}, // 63 octets
		{"é--a.example", "xn----a-9la.example"},
		{"õäöüšž.ee", "xn--4ca7aey91ctf.ee"},

		{"l·l.example", "xn--ll-0ea.example"},                        // middle dot, Catalan
		{"paral·lel.example", "xn--parallel-koa.example"},            //
		{"͵α.example", "xn--wva4j.example"},                          // keraia
		{"א׳.example", "xn--4db4e.example"},                          // geresh
		{"א״ב.example", "xn--4dbc8h.example"},                        // gershayim
		{"ア・イ.example", "xn--ccke4x.example"},                        // Katakana middle dot
		{"・漢.example", "xn--vek648p.example"},                        //
		{"a・ア.example", "xn--a-feu0m.example"},                       //
		{"ب\u0661\u0662.example", "xn--ngb8id.example"},              // Arabic-Indic digits
		{"ب\u06F1\u06F2.example", "xn--ngb61bd.example"},             // extended ones
		{"نامه\u200Cای.example", "xn--mgba3gch31f060k.example"},      // non-joiner between letters that join
		{"ب\u064E\u200C\u064Eب.example", "xn--ngba7ia3604a.example"}, // marks between them
		{"क्\u200Dष.example", "xn--11b2ezcw70k.example"},             // joiner after a virama
		{"क्\u200Cष.example", "xn--11b2ezcs70k.example"},             // non-joiner after a virama

		{"пример.example", "xn--e1afmkfd.example"},
		{"παράδειγμα.example", "xn--hxajbheg2az3al.example"},
		{"例え.example", "xn--r8jz45g.example"},
		{"カタカナと漢字.example", "xn--o9j5ga3fqc5791bn72a.example"},
		{"테스트.example", "xn--9t4b11yi5a.example"},
		{"漢字한글.example", "xn--p8s937bs39bs56a.example"},
		{"漢字ㄅㄆ.example", "xn--5ekc1163actq.example"},
		{"tokyo東京タワー.example", "xn--tokyo-qr4dmmodv073ay09b.example"},
		{"ひらがなー1.example", "xn--1-h8t4d4a1iz3a.example"},
		{"々〆〇.example", "xn--u6jcd.example"},
		{"דוגמה.example", "xn--6dbbec0c.example"},
		{"مثال.example", "xn--mgbh0fb.example"},
		{"a1.مثال.example", "a1.xn--mgbh0fb.example"},
		{"मराठी.example", "xn--d2b1ag0dl.example"},
		{"ไทย.example", "xn--o3cw4h.example"},
		{"ᏣᎳᎩ.example", "xn--f9dt7l.example"}, // Cherokee folds to upper case
	} {
		got, err := name.ParseRegistration(c.in)
		if err != nil || string(got) != c.want {
			t.Errorf("ParseRegistration(%q)\n got %q, %v\nwant %q", c.in, got, err, c.want)
		}
	}
}

func TestParseRegistrationRefusesInvalidNames(t *testing.T) {
	for _, c := range []struct{ in, label, rule string }{
		{"", "", "empty"},
		{".", "", "empty"}, // the root
		{"..", "", "a label is empty"},
		{"a..b", "", "a label is empty"},
		{".a", "", "a label is empty"},
		{"a.example..", "", "a label is empty"},
		{strings.Repeat("a", 1025), "", "longer than a name can be"},
		{strings.Repeat("é", 600), "", "longer than a name can be"},
		{name253 + "a", "", "longer than 253 octets"},
		{strings.Repeat("a.", 127) + "a", "", "longer than 253 octets"},
		{strings.Repeat("münchen.", 18) + "example", "", "longer than 253 octets"},
		{label63 + "a.example", label63 + "a", "longer than 63 octets"},
		{"a." + label63 + "a", label63 + "a", "longer than 63 octets"},
		{strings.Repeat("é", 60) + ".example", strings.Repeat("é", 60), "longer than 63 octets"},
		{strings.Repeat("a", 56) + "é.example", strings.Repeat("a", 56) + "é", "longer than 63 octets"},
		{"xn--" + label63 + ".example", "xn--" + label63, "longer than 63 octets"},

		{"_dmarc.example", "_dmarc", "'_' is not a letter"},
		{"a b.example", "a b", "' ' is not"},
		{" a.example", " a", "' ' is not"},
		{"a.example\n", "example\n", `'\n' is not`},
		{"*.example", "*", "'*' is not"},
		{"a\x00.example", "a\x00", `'\x00' is not`},
		{"http://a.example", "http://a", "':' is not"},
		{"a.example/", "example/", "'/' is not"},
		{"-a.example", "-a", "begins or ends with a hyphen"},
		{"a-.example", "a-", "begins or ends with a hyphen"},
		{"-.example", "-", "begins or ends with a hyphen"},
		{"a.b-", "b-", "begins or ends with a hyphen"},
		{"ab--c.example", "ab--c", "third and the fourth"},
		{"a---b.example", "a---b", "third and the fourth"},
		{"ab--.example", "ab--", "begins or ends with a hyphen"},
		{"üb--c.example", "üb--c", "third and the fourth"},
		{"-ü.example", "-ü", "begins or ends with a hyphen"},
		{"ü-.example", "ü-", "begins or ends with a hyphen"},

		{"xn--.example", "xn--", "does not decode"},
		{"xn--a.example", "xn--a", "U+0080 is not"},
		{"xn--abc-.example", "xn--abc-", "does not decode"},
		{"xn--abc.example", "xn--abc", "is not for domain names"},
		{"xn--99999999999999.example", "xn--99999999999999", "does not decode"},
		{"xn--mnchen-3y.example", "xn--mnchen-3y", "does not decode"},
		{"xn--a_b-0ra.example", "xn--a_b-0ra", "'_' is not"},
		{"xn--ls8h.example", "xn--ls8h", "U+1F4A9"},                      // an emoji
		{"xn--Mnchen-jsa.example", "xn--Mnchen-jsa", "is not"},           // Ü
		{"xn--exmple-4nf.example", "xn--exmple-4nf", "mixes the"},        // the Cyrillic а
		{"xn--xn---epa.example", "xn--xn---epa", "third and the fourth"}, // U-label that looks like an A-label
		{"xn--e-mfb37b.example", "xn--e-mfb37b", "combining mark"},

		{"MÜNCHEN.example", "MÜNCHEN", "'M' is not"},
		{"Élan.fr", "Élan", "'É' is not"},
		{"ẞ.example", "ẞ", "'ẞ' is not"},
		{"Σ.example", "Σ", "'Σ' is not"},
		{"\u212A.example", "\u212A", "form C"}, // Kelvin sign, lower case k
		{"e\u0301lan.fr", "e\u0301lan", "normalization form C"},
		{"\u0301lan.fr", "\u0301lan", "combining mark"},
		{"\u0308.example", "\u0308", "combining mark"},
		{"ａ.example", "ａ", "'ａ' is not"}, // full width
		{"ｱ.example", "ｱ", "'ｱ' is not"}, // half width
		{"ﬁ.example", "ﬁ", "'ﬁ' is not"}, // a ligature
		{"a。example", "a。example", "'。' is not"},
		{"😀.example", "😀", "'😀' is not"},
		{"♥.example", "♥", "'♥' is not"},
		{"é_.example", "é_", "'_' is not"},
		{"é\u00AD.example", "é\u00AD", "U+00AD"},
		{"é\u200B.example", "é\u200B", "U+200B"},
		{"é\u202E.example", "é\u202E", "U+202E"},
		{"é\uFE0F.example", "é\uFE0F", "U+FE0F"},
		{"é\u0378.example", "é\u0378", "U+0378"},           // unassigned
		{"\u1100\u1161.example", "\u1100\u1161", "form C"}, // Jamo of one syllable
		{"\u1100.example", "\u1100", "U+1100"},
		{"ـ.example", "ـ", "U+0640"}, // tatweel
		{"é\xff.example", "é\xff", "not UTF-8"},
		{"\xed\xa0\x80.example", "\xed\xa0\x80", "not UTF-8"},

		{"a·b.example", "a·b", "appendix A"},
		{"l·.example", "l·", "appendix A"},
		{"·l.example", "·l", "appendix A"},
		{"͵a.example", "͵a", "appendix A"},
		{"α͵.example", "α͵", "appendix A"},
		{"׳א.example", "׳א", "appendix A"},
		{"a״b.example", "a״b", "appendix A"},
		{"a・b.example", "a・b", "appendix A"},
		{"ب\u0661\u06F1.example", "ب\u0661\u06F1", "appendix A"},
		{"ب\u06F1\u0661.example", "ب\u06F1\u0661", "appendix A"},
		{"é\u200Ce.example", "é\u200Ce", "appendix A"},
		{"é\u200De.example", "é\u200De", "appendix A"},
		{"\u200Cب.example", "\u200Cب", "appendix A"},
		{"ب\u200C.example", "ب\u200C", "appendix A"},
		{"ا\u200Cب.example", "ا\u200Cب", "appendix A"}, // alef does not join the next letter
		{"ب\u200Cء.example", "ب\u200Cء", "appendix A"}, // hamza does not join
		{"ب\u200C\u200Cب.example", "ب\u200C\u200Cب", "appendix A"},
		{"ب\u200Dب.example", "ب\u200Dب", "appendix A"},
		{"क\u200Dष.example", "क\u200Dष", "appendix A"},

		{"exаmple.example", "exаmple", "mixes the scripts Cyrillic and Latin"},
		{"αb.example", "αb", "mixes the scripts Greek and Latin"},
		{"αб.example", "αб", "mixes the scripts Cyrillic and Greek"},
		{"ひ한.example", "ひ한", "mixes the scripts Hangul and Hiragana"},
		{"ㄅア.example", "ㄅア", "mixes the scripts Bopomofo and Katakana"},
		{"漢б.example", "漢б", "mixes the scripts Cyrillic and Han"},
		{"漢aб.example", "漢aб", "mixes the scripts Cyrillic and Han and Latin"},
		{"कก.example", "कก", "mixes the scripts Devanagari and Thai"},

		{"1ب.example", "1ب", "begins with neither"},
		{"1a.مثال", "1a", "begins with neither"}, // the rule applies to every label
		{"123.مثال", "123", "begins with neither"},
		{"ب1\u0661.example", "ب1\u0661", "European and Arabic digits"},
		{"\u0661\u0662.example", "\u0661\u0662", "begins with neither"},
	} {
		got, err := name.ParseRegistration(c.in)
		var e *name.Error
		switch {
		case !errors.As(err, &e) || !errors.Is(err, name.ErrSyntax):
			t.Errorf("ParseRegistration(%q)\n got %q, %v\nwant %q", c.in, got, err, c.rule)
		case got != "" || e.Label != c.label || !strings.Contains(e.Rule, c.rule):
			t.Errorf("ParseRegistration(%q)\n got %q, label %q: %s\nwant label %q: %s", c.in, got, e.Label, e.Rule, c.label, c.rule)
		}
	}
}

func TestMustParsePanics(t *testing.T) {
	defer func() {
		if err, _ := recover().(error); !errors.Is(err, name.ErrSyntax) {
			t.Errorf("got panic %v, want %v", err, name.ErrSyntax)
		}
	}()
	if got := name.MustParse("A.example"); got != "a.example" {
		t.Errorf("got %q, want a.example", got)
	}
	name.MustParse("a..example")
}

func TestErrorQuotesTheLabel(t *testing.T) {
	_, err := name.ParseRegistration("a\x1b[2J.example")
	want := `not a domain name: label "a\x1b[2J": '\x1b' is not a letter, a digit or a hyphen`
	if err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
}

func TestParseOfCanonicalNameDoesNotAllocate(t *testing.T) {
	for _, s := range []string{"example.fr", "example.fr.", name253} {
		if n := testing.AllocsPerRun(100, func() { name.MustParse(s) }); n != 0 {
			t.Errorf("ParseRegistration(%q): got %v allocations, want none", s, n)
		}
	}
}

// FuzzParseRegistration checks that ParseRegistration returns the same name for every form of a name.
func FuzzParseRegistration(f *testing.F) {
	for _, s := range []string{
		"a.example", "A-1.EXAMPLE.", "a..b", "_a.example", "xn--a", "xn--mnchen-3ya.example", "münchen.example",
		"straße.example", "l·l.example", "ア・イ.example", "נ׳.example", "نامه\u200Cای.example", "क्\u200Dष.example",
		"exаmple.example", "1a.مثال", "é\xff", "xn--ls8h", "e\u0301.fr", "漢字ㄅㄆ", "ʼn.example", "xn--xn---epa",
		label63 + ".example", name253,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := name.ParseRegistration(s)
		if err != nil {
			if !errors.Is(err, name.ErrSyntax) || n != "" {
				t.Fatalf("ParseRegistration(%q)\n got %q, %v\nwant an ErrSyntax", s, n, err)
			}
			return
		}
		for _, form := range []string{string(n), n.Unicode(), strings.ToUpper(string(n)), string(n) + "."} {
			if again, err := name.ParseRegistration(form); again != n || err != nil {
				t.Fatalf("ParseRegistration(%q) of %q\n got %q, %v\nwant %q", form, s, again, err, n)
			}
		}
		if len(n) > 253 || strings.Trim(string(n), "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
			t.Fatalf("ParseRegistration(%q)\n got %q, which does not fit the DNS", s, n)
		}
		for label := range n.Labels() {
			if label == "" || len(label) > 63 {
				t.Fatalf("ParseRegistration(%q)\n got %q with label %q", s, n, label)
			}
		}
	})
}

func BenchmarkParseRegistration(b *testing.B) {
	for _, s := range []string{"example.fr", "www.a.example.", "Example.FR", "münchen.example", "xn--mnchen-3ya.example", "نامه.example"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := name.ParseRegistration(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
