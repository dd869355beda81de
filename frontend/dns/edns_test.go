package dns_test

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
)

// TestCookiesAreThoseOfTheStandard computes the example of RFC 9018 appendix A.1 and A.2.
func TestCookiesAreThoseOfTheStandard(t *testing.T) {
	secret, _ := dns.ParseCookieSecret("e5e973e5a6b2a43f48e7dc849e37bfcf")
	s := &dns.Server{CookieSecret: secret}
	client := netip.MustParseAddr("198.51.100.100")
	asked, _ := hex.DecodeString("2464c4abcf10c957")
	if got := hex.EncodeToString(dns.Cookie(s, asked, client, time.Unix(1559731985, 0))); got != "2464c4abcf10c957010000005cf79f111f8130c3eee29480" {
		t.Errorf("A.1: %s", got)
	}
	first, _ := hex.DecodeString("2464c4abcf10c957010000005cf79f111f8130c3eee29480")
	for _, row := range []struct {
		cookie []byte
		client string
		at     int64
		want   bool
	}{
		{first, "198.51.100.100", 1559731985, true},
		{first, "::ffff:198.51.100.100", 1559731985 + 3600, true},
		{first, "198.51.100.100", 1559731985 + 3601, false},
		{first, "198.51.100.100", 1559731985 - 301, false},
		{first, "198.51.100.101", 1559731985, false},
		{first[:23], "198.51.100.100", 1559731985, false},
		{first[:8], "198.51.100.100", 1559731985, false},
		{nil, "198.51.100.100", 1559731985, false},
	} {
		if got := dns.Knows(s, row.cookie, netip.MustParseAddr(row.client), time.Unix(row.at, 0)); got != row.want {
			t.Errorf("%x from %s at %d: %t", row.cookie, row.client, row.at, got)
		}
	}
}

// TestOptionsAreAnswered asks with NSID and cookies over UDP and TCP, on the fast path and
// by the library.
func TestOptionsAreAnswered(t *testing.T) {
	server := smallServer(t)
	server.Identity = "dns1"
	addr := serve(t, server)
	for _, network := range []string{"udp", "tcp"} {
		for _, q := range []*mdns.Msg{
			new(mdns.Msg).SetQuestion("x.a.fr.", mdns.TypeA), new(mdns.Msg).SetQuestion("no.fr.", mdns.TypeA), new(mdns.Msg).SetQuestion("fr.", mdns.TypeSOA),
			new(mdns.Msg).SetQuestion("nowhere.test.", mdns.TypeA), new(mdns.Msg).SetQuestion("t.hosted.fr.", mdns.TypeTXT),
		} {
			q.SetEdns0(1232, true)
			opt := q.IsEdns0()
			opt.Option = append(opt.Option, &mdns.EDNS0_NSID{Code: mdns.EDNS0NSID}, &mdns.EDNS0_COOKIE{Code: mdns.EDNS0COOKIE, Cookie: "0102030405060708"})
			a, _, err := (&mdns.Client{Net: network, Timeout: 10 * time.Second}).Exchange(q, addr)
			if err != nil || a.IsEdns0() == nil || len(a.IsEdns0().Option) != 2 {
				t.Errorf("%s %s: %v, %v", network, q.Question[0].Name, a, err)
				continue
			}
			nsid, cookie := a.IsEdns0().Option[0].(*mdns.EDNS0_NSID), a.IsEdns0().Option[1].(*mdns.EDNS0_COOKIE)
			if nsid.Nsid != hex.EncodeToString([]byte("dns1")) || len(cookie.Cookie) != 48 || !strings.HasPrefix(cookie.Cookie, "0102030405060708") {
				t.Errorf("%s %s: %v", network, q.Question[0].Name, a.IsEdns0())
			}
			if a.Len() > 1232 && network == "udp" {
				t.Errorf("%s: %d octets", q.Question[0].Name, a.Len())
			}
		}
	}
	for cookie, want := range map[string]int{"01": mdns.RcodeFormatError, "010203040506070809": mdns.RcodeFormatError, strings.Repeat("01", 41): mdns.RcodeFormatError, strings.Repeat("01", 40): mdns.RcodeSuccess} {
		q := new(mdns.Msg).SetQuestion("x.a.fr.", mdns.TypeA)
		q.SetEdns0(1232, false)
		q.IsEdns0().Option = append(q.IsEdns0().Option, &mdns.EDNS0_COOKIE{Code: mdns.EDNS0COOKIE, Cookie: cookie})
		if a, _, err := (&mdns.Client{Timeout: 10 * time.Second}).Exchange(q, addr); err != nil || a.Rcode != want {
			t.Errorf("a cookie %s: %v, %v", cookie, a, err)
		}
	}
}

// TestTheServersNameIsToldOnlyIfItHasOne asks for id.server, hostname.bind and version.bind.
func TestTheServersNameIsToldOnlyIfItHasOne(t *testing.T) {
	server := smallServer(t)
	ask := func(owner string) *mdns.Msg {
		q := new(mdns.Msg).SetQuestion(owner, mdns.TypeTXT)
		q.Question[0].Qclass = mdns.ClassCHAOS
		return server.Answer(q)
	}
	for _, identity := range []string{"", "dns1"} {
		server.Identity = identity
		for _, owner := range []string{"id.server.", "Hostname.Bind.", "version.bind.", "a.fr."} {
			a := ask(owner)
			told := len(a.Answer) == 1 && a.Rcode == mdns.RcodeSuccess && a.Answer[0].(*mdns.TXT).Txt[0] == identity
			if want := identity != "" && owner != "version.bind." && owner != "a.fr."; told != want || !told && a.Rcode != mdns.RcodeRefused {
				t.Errorf("%q: %v", identity, a)
			}
		}
	}
}

// TestAKnownClientIsNotLimited sends more queries than the limit allows from a network, with
// and without the cookie that the server has given.
func TestAKnownClientIsNotLimited(t *testing.T) {
	server := smallServer(t)
	server.Limit = dns.Limit{PerSecond: 1, Exempt: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}
	addr := serve(t, server)
	client := &mdns.Client{Timeout: 200 * time.Millisecond}
	exchange := func(cookie string) *mdns.Msg {
		q := new(mdns.Msg).SetQuestion("x.a.fr.", mdns.TypeA)
		q.SetEdns0(1232, false)
		q.IsEdns0().Option = append(q.IsEdns0().Option, &mdns.EDNS0_COOKIE{Code: mdns.EDNS0COOKIE, Cookie: cookie})
		a, _, err := client.Exchange(q, addr)
		if err != nil {
			return new(mdns.Msg)
		}
		return a
	}
	cookie := ""
	for range 5 {
		if a := exchange("0102030405060708"); a.IsEdns0() != nil && len(a.IsEdns0().Option) == 1 {
			cookie = a.IsEdns0().Option[0].(*mdns.EDNS0_COOKIE).Cookie
			break
		}
	}
	for i := range 20 {
		if a := exchange(cookie); len(a.Ns) == 0 || a.Truncated {
			t.Fatalf("query %d with %q: %v", i, cookie, a)
		}
	}
	limited := 0
	for range 6 {
		if a := exchange("0102030405060708"); len(a.Ns) == 0 {
			limited++
		}
	}
	if limited == 0 {
		t.Error("without a server cookie nothing is limited")
	}
}
