package whois

import (
	"net/netip"
	"strings"
	"testing"
)

// FuzzParseQuery parses any line: a query has exactly the object of its kind, without
// control characters, and is the same when it is written again.
func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"a.example", "domain café.example", "=a.example\r", "nameserver 2001:db8::1", "nameserver (fe80::1%eth0)", "registrar Best Names", "registrar (9995)",
		"help", "?", "domain", "\x00", "domain \xff", "nameserver *", "person a", "\t", "nameserver ns--1.a.example", "domain ()", "registrar ()",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q, err := parseQuery(line)
		if err != nil {
			if err != errQuery || q != (query{}) {
				t.Errorf("%q: %+v, %v", line, q, err)
			}
			return
		}
		again := q.kind
		switch {
		case q.kind == kindDomain && q.name != "":
			again += " " + string(q.name)
		case q.kind == kindNameserver && q.addr.IsValid() && q.addr.Zone() == "" && !q.addr.Is4In6():
			again += " " + q.addr.String()
		case q.kind == kindNameserver && q.addr == (netip.Addr{}) && q.name != "":
			again += " " + string(q.name)
		case q.kind == kindRegistrar && !strings.ContainsAny(q.registrar, "\x00\r\n"):
			return
		case q.kind == kindHelp:
		default:
			t.Fatalf("%q became %+v", line, q)
		}
		if same, err := parseQuery(again); same != q || err != nil {
			t.Errorf("%q became %+v, which is written %q and becomes %+v, %v", line, q, again, same, err)
		}
	})
}
