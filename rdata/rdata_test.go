package rdata_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/rdata"
)

// samples are records of every type, in canonical form.
var samples = []string{
	"A 192.0.2.1", "AAAA 2001:db8::1", `CAA 0 issue "ca.example; account=1"`, "CNAME b.example.",
	"DS 12345 13 2 " + strings.Repeat("AB", 32), `HTTPS 1 . alpn="h2,h3" ipv4hint="192.0.2.1"`,
	"LOC 52 22 23.000 N 04 53 32.000 E -2m 1m 10000m 10m", "MX 10 mail.b.example.",
	`NAPTR 100 50 "s" "http+I2L+I2C+I2R" "" _http._tcp.b.example.`, "NS ns1.b.example.", "PTR r4---sn.b.example.",
	"SRV 0 5 5060 sip.b.example.", "SSHFP 4 2 " + strings.Repeat("AB", 32), `SVCB 1 svc.b.example. port="8443"`,
	"TLSA 3 1 1 " + strings.Repeat("ab", 32), `TXT "k1=v1" "" "\255"`, `URI 10 1 "https://b.example/a?b=c"`,
}

func TestCanonicalFormsAreTheirOwn(t *testing.T) {
	var types []string
	for _, s := range samples {
		kind, data, _ := strings.Cut(s, " ")
		types = append(types, kind)
		got, err := rdata.Canonical(kind, data)
		if err != nil || got != data {
			t.Errorf("%s: %q, %v", s, got, err)
		}
		if err := rdata.Check(kind, data); err != nil {
			t.Errorf("%s: %v", s, err)
		}
		if rr := rdata.RR("a.example.", kind, 60, data); rr == nil || rr.Header().Ttl != 60 || rdata.Size(kind, data) == 0 {
			t.Errorf("%s: %v", s, rr)
		}
	}
	if !slices.Equal(types, rdata.Types) {
		t.Errorf("samples of %q, want %q", types, rdata.Types)
	}
}

func TestEqualDataHasOneForm(t *testing.T) {
	for _, row := range []struct{ kind, data, want string }{
		{"AAAA", "2001:DB8:0::1", "2001:db8::1"},
		{"MX", "10 Mail.B.Example", "10 mail.b.example."},
		{"SRV", "0  5 5060\tSIP.b.example.", "0 5 5060 sip.b.example."},
		{"HTTPS", "1 Svc.B.Example. port=8443 alpn=h2", `1 svc.b.example. alpn="h2" port="8443"`},
		{"TXT", "one two", `"one" "two"`},
		{"TXT", `"\097\"b"`, `"a\"b"`},
		{"TXT", `""`, `""`},
		{"CNAME", `a_b\046c.Tenant.example.`, `a_b\.c.tenant.example.`},
		{"A", `\# 4 c0000201`, "192.0.2.1"},
		{"SOA", "NS1.b.example. Host.b.example. 7 1800 900 1209600 300", "ns1.b.example. host.b.example. 7 1800 900 1209600 300"},
	} {
		if got, err := rdata.Canonical(row.kind, row.data); err != nil || got != row.want {
			t.Errorf("%s %s: %q, %v, want %q", row.kind, row.data, got, err, row.want)
		}
	}
}

func TestDataThatIsNotOfItsTypeIsRefused(t *testing.T) {
	for _, s := range []string{
		"A 192.0.2.256", "A 2001:db8::1", "A 192.0.2.01", "AAAA ::ffff:192.0.2.1", "A", "A \n$INCLUDE /etc/passwd", "AAAA fe80::1%eth0",
		"CNAME .", "CNAME 192.0.2.1.", "CNAME a..b.", "MX mail.b.example.", "MX 10 .", "MX 65536 b.example.", "MX 10 192.0.2.1.", "NS .", "PTR .",
		"SRV 0 5 5060", "SRV 0 5 70000 b.example.", "CAA 0 iss-ue \"x\"", "SSHFP 4 2 ab", "DS 1 13 2 ab", "DS 1 13 2", "TLSA 3 1 1 ab", "TLSA 3 1 1",
		"TXT", `TXT "open`, `TXT "\256"`, "URI 1 1", "HTTPS 1 b.example. port=x", "LOC 91 0 0 N 0 0 0 E 0m", "TYPE65280 x", "NOTYPE x",
		"TXT " + strings.Repeat(`"`+strings.Repeat("x", 255)+`" `, 252),
	} {
		kind, data, _ := strings.Cut(s, " ")
		canonical, err := rdata.Canonical(kind, data)
		if err == nil {
			err = rdata.Check(kind, canonical)
		}
		if !errors.Is(err, rdata.ErrSyntax) {
			t.Errorf("%.60s: %q, %v", s, canonical, err)
		}
	}
	if rdata.Supported("SOA") || rdata.Supported("a") || rdata.RR("a.", "A", 1, "x") != nil || rdata.Size("A", "x") != 0 {
		t.Error("data of no type")
	}
}

// TestPlainTextIsReadBack checks that every TXT record has a plain text that stands for it
// alone, and that text without quotes is its own.
func TestPlainTextIsReadBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SliceOfN(rapid.OneOf(rapid.StringMatching(`[a"\\ ;é]{0,8}`), rapid.Custom(func(r *rapid.T) string {
			return string(rapid.SliceOfN(rapid.Byte(), 0, 255).Draw(r, "octets"))
		}), rapid.Just(strings.Repeat("x", 255))), 1, 4).Draw(r, "strings")
		data := rdata.FromStrings(list)
		if canonical, err := rdata.Canonical("TXT", data); err != nil || canonical != data {
			r.Fatalf("%q is not canonical: %q, %v", data, canonical, err)
		}
		if got, ok := rdata.Strings(data); !ok || !slices.Equal(got, list) {
			r.Fatalf("%q is read as %q", data, got)
		}
		plain := rdata.ToPlain(data)
		if again, ok := rdata.FromPlain(plain); !ok || again != data {
			r.Fatalf("%q: plain %q is %q", data, plain, again)
		}
	})
	for text, want := range map[string]string{
		"v=spf1 -all": `"v=spf1 -all"`, `"quoted" \ text é`: `"\"quoted\" \\ text \195\169"`, `"a" "b"`: `"a" "b"`, `""`: `""`, `"\255"`: `"\255"`,
		strings.Repeat("x", 300): `"` + strings.Repeat("x", 255) + `" "` + strings.Repeat("x", 45) + `"`, `"a"b"`: `"\"a\"b\""`,
	} {
		if got, ok := rdata.FromPlain(text); !ok || got != want {
			t.Errorf("%.40q: %.80q, want %.80q", text, got, want)
		}
	}
	for _, text := range []string{"", "two\nlines", "\"two\nlines\"", "\xff"} {
		if got, ok := rdata.FromPlain(text); ok {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := rdata.ToPlain(rdata.FromStrings([]string{`"x"`})); got != `"\"x\""` {
		t.Errorf("a text in quotes is shown as %s", got)
	}
}

// FuzzFromRR checks that RDATA of any octets is refused, or has a text that stands for it
// alone.
func FuzzFromRR(f *testing.F) {
	for _, s := range samples {
		kind, data, _ := strings.Cut(s, " ")
		rr := rdata.RR(".", kind, 0, data)
		b := make([]byte, 512)
		n, err := dns.PackRR(rr, b, 0, nil, false)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(rr.Header().Rrtype, b[11:n])
	}
	f.Fuzz(func(t *testing.T, kind uint16, octets []byte) {
		if len(octets) > 65535 {
			return
		}
		h := dns.RR_Header{Name: ".", Rrtype: kind, Class: dns.ClassINET, Rdlength: uint16(len(octets))}
		rr, end, err := dns.UnpackRRWithHeader(h, octets, 0)
		name := dns.Type(kind).String()
		if err != nil || end != len(octets) || len(octets) == 0 || !rdata.Supported(name) {
			return
		}
		text, err := rdata.FromRR(rr)
		if err != nil {
			return
		}
		back := rdata.RR(".", name, 0, text)
		if back == nil {
			t.Fatalf("%s %q is not read", name, text)
		}
		again, err := rdata.FromRR(back)
		if err != nil || again != text {
			t.Fatalf("%s %q becomes %q, %v", name, text, again, err)
		}
		b := make([]byte, 11+len(octets)+1024)
		n, err := dns.PackRR(back, b, 0, nil, false)
		if err != nil || !bytes.EqualFold(b[11:n], octets) {
			t.Fatalf("%s %q stands for %x, not %x, %v", name, text, b[11:n], octets, err)
		}
	})
}

// FuzzPlain checks that any text is refused or read back.
func FuzzPlain(f *testing.F) {
	for _, s := range []string{`"a" "b"`, `"\255"`, "v=spf1 -all", `"`, `"\2"`, `"a"b`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data, ok := rdata.FromPlain(text)
		if !ok {
			return
		}
		if again, ok := rdata.FromPlain(rdata.ToPlain(data)); !ok || again != data {
			t.Fatalf("%q: %q, then %q", text, data, again)
		}
	})
}
