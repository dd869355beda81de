package name_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/name"
)

func ExampleParseReference() {
	for _, text := range []string{"ns--1.example.net", "Key1_op16._domainkey.example", "TÄST.example", `My\ Printer._ipp._tcp.example`} {
		n, err := name.ParseReference(text)
		fmt.Println(n, n.IsHostname(), err)
	}
	// Output:
	// ns--1.example.net true <nil>
	// key1_op16._domainkey.example false <nil>
	// xn--tst-qla.example true <nil>
	// my\ printer._ipp._tcp.example false <nil>
}

func TestParseReference(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a.example.", "a.example"},
		{"r4---sn-a5uuxaxjvh-gpm6.example.com", "r4---sn-a5uuxaxjvh-gpm6.example.com"},
		{"mx--1.Example.net", "mx--1.example.net"},
		{"a_b.tenant.example.net", "a_b.tenant.example.net"},
		{"-a-.example", "-a-.example"},
		{"*.example", "*.example"},
		{"0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"},
		{"xn--99999999999999.example", "xn--99999999999999.example"}, // an A-label of another registry's rules
		{"xn--ls8h.example", "xn--ls8h.example"},
		{"exаmple.example", "xn--exmple-4nf.example"}, // scripts are mixed where their registry permits it
		{"täst。example", "xn--tst-qla.example"},
		{`a\.b.example`, `a\046b.example`},
		{`a\046b.example`, `a\046b.example`},
		{`\A\066c.example`, "abc.example"},
		{`\000\255.example`, `\000\255.example`},
		{`a\\b\"\(\)\;\@$'.example`, `a\\b\"\(\)\;\@\036\'.example`},
		{`a\.`, `a\046`},
		{strings.Repeat(`\255`, 63) + ".example", strings.Repeat(`\255`, 63) + ".example"},
		{strings.Repeat(strings.Repeat(`\001`, 62)+".", 4), strings.TrimSuffix(strings.Repeat(strings.Repeat(`\001`, 62)+".", 4), ".")},
	} {
		if got, err := name.ParseReference(c.text); string(got) != c.want || err != nil {
			t.Errorf("ParseReference(%q)\n got %q, %v\nwant %q", c.text, got, err, c.want)
		}
	}
}

func TestParseReferenceRefusesWhatTheDNSCannotCarry(t *testing.T) {
	for text, rule := range map[string]string{
		"": "empty", ".": "empty", "a..b": "empty", ".a": "empty", "a.example..": "empty",
		strings.Repeat("a", 64):         "63 octets",
		strings.Repeat(`\255`, 64):      "63 octets",
		strings.Repeat("a.", 127) + "a": "253 octets",
		strings.Repeat("a", 1025):       "longer than a name",
		"a b.example":                   "backslash",
		"a@b.example":                   "backslash",
		"a;b":                           "backslash",
		"a\x00b":                        "backslash",
		`a\`:                            "backslash",
		`a\25`:                          "backslash",
		`a\256`:                         "backslash",
		`a\2b5`:                         "backslash",
		`ä\046.example`:                 "not for domain names",
		"♥.example":                     "not for domain names",
		"é\xff.example":                 "UTF-8",
		strings.Repeat("é", 60):         "63 octets",
	} {
		if got, err := name.ParseReference(text); err == nil || got != "" || !strings.Contains(err.Error(), rule) {
			t.Errorf("ParseReference(%q)\n got %q, %v\nwant %q", text, got, err, rule)
		}
	}
}

// FuzzParseReference checks that a reference is canonical, and the same octets to the DNS.
func FuzzParseReference(f *testing.F) {
	for _, text := range []string{"a.example", "A_B.EXAMPLE.", "a..b", `a\.b`, `\000\255.x`, `a\`, `\$.x`, "TÄST。example", "é\xff", "xn--a", strings.Repeat(`\1`, 100)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := name.ParseReference(text)
		if registered, mustNot := name.ParseRegistration(text); mustNot == nil && (err != nil || n != registered) {
			t.Fatalf("ParseReference(%+q)\n got %q, %v\nwant %q", text, n, err, registered)
		}
		if err != nil {
			return
		}
		wire := make([]byte, 255)
		size, packErr := dns.PackDomainName(string(n)+".", wire, 0, nil, false)
		if packErr != nil {
			t.Fatalf("ParseReference(%+q) is %q, which does not fit the DNS: %v", text, n, packErr)
		}
		unpacked, _, _ := dns.UnpackDomainName(wire[:size], 0)
		if again, err := name.ParseReference(unpacked); again != n || err != nil {
			t.Fatalf("ParseReference(%+q) is %q, but from the wire %q, %v", text, n, again, err)
		}
		if n.Depth() != dns.CountLabel(string(n)+".") {
			t.Fatalf("%q has %d labels, want %d", n, n.Depth(), dns.CountLabel(string(n)+"."))
		}
	})
}
