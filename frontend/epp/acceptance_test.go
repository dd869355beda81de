package epp_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// acceptance lists commands that the acceptance tests of gTLD registries look at, in the
// order in which they are sent, each with the result codes that pass.
var acceptance = []struct {
	what, command string
	codes         []int
}{
	// Checks.
	{"check a free name", domainCheckOf("free.example"), []int{1000}},
	{"check a registered name", domainCheckOf("a.example"), []int{1000}},
	{"check a name of no zone here", domainCheckOf("a.nowhere"), []int{1000}},
	{"check a name that is none", domainCheckOf("-a-.example"), []int{1000}},
	{"check a host", `<check><host:check><host:name>ns9.b.net</host:name></host:check></check>`, []int{1000}},
	{"check a contact", `<check><contact:check><contact:id>BN-1</contact:id></contact:check></check>`, []int{1000}},
	{"check a contact's id that is too long", `<check><contact:check><contact:id>12345678901234567</contact:id></contact:check></check>`, []int{1000, 2001, 2004, 2005}},

	// Contacts: values out of form or range.
	{"create a contact", acceptanceContact("AC-1", `<contact:cc>EE</contact:cc>`, "+372.6123456", "alice@a.example"), []int{1000}},
	{"create it again", acceptanceContact("AC-1", `<contact:cc>EE</contact:cc>`, "+372.6123456", "alice@a.example"), []int{2302}},
	{"a country that is none", acceptanceContact("AC-2", `<contact:cc>ZZ</contact:cc>`, "+372.6123456", "alice@a.example"), []int{2004, 2005, 2306}},
	{"no country", acceptanceContact("AC-2", ``, "+372.6123456", "alice@a.example"), []int{2001, 2003}},
	{"a country of three letters", acceptanceContact("AC-2", `<contact:cc>EST</contact:cc>`, "+372.6123456", "alice@a.example"), []int{2001, 2004, 2005}},
	{"a telephone number without a country", acceptanceContact("AC-2", `<contact:cc>EE</contact:cc>`, "6123456", "alice@a.example"), []int{2001, 2005}},
	{"an e-mail address without a domain", acceptanceContact("AC-2", `<contact:cc>EE</contact:cc>`, "+372.6123456", "alice"), []int{2005}},
	{"an e-mail address with two dots", acceptanceContact("AC-2", `<contact:cc>EE</contact:cc>`, "+372.6123456", "a..b@a.example"), []int{2005}},
	{"no e-mail address", acceptanceContact("AC-2", `<contact:cc>EE</contact:cc>`, "+372.6123456", ""), []int{2001, 2003, 2005}},
	{"the info of a contact", `<info><contact:info><contact:id>AC-1</contact:id></contact:info></info>`, []int{1000}},
	{"the info of none", `<info><contact:info><contact:id>AC-9</contact:id></contact:info></info>`, []int{2303}},
	{"delete a linked contact", `<delete><contact:delete><contact:id>BN-1</contact:id></contact:delete></delete>`, []int{2305}},
	{"delete a contact", `<delete><contact:delete><contact:id>AC-1</contact:id></contact:delete></delete>`, []int{1000}},

	// Hosts: addresses and names.
	{"a host below a registered name", acceptanceHost("ns1.a.example", "v4", "198.41.0.4"), []int{1000}},
	{"a host below a name that is not", acceptanceHost("ns1.free.example", "v4", "198.41.0.4"), []int{2303, 2306}},
	{"an external host with an address", acceptanceHost("ns8.b.net", "v4", "198.41.0.4"), []int{1000, 2306}},
	{"a private address", acceptanceHost("ns2.a.example", "v4", "10.0.0.1"), []int{2004, 2005, 2306}},
	{"the loopback address", acceptanceHost("ns2.a.example", "v6", "::1"), []int{2004, 2005, 2306}},
	{"an address of class E", acceptanceHost("ns2.a.example", "v4", "240.0.0.1"), []int{2004, 2005, 2306}},
	{"a link-local address", acceptanceHost("ns2.a.example", "v6", "fe80::1"), []int{2004, 2005, 2306}},
	{"an address that is none", acceptanceHost("ns2.a.example", "v4", "198.41.0.256"), []int{2005}},
	{"an IPv6 address as IPv4", acceptanceHost("ns2.a.example", "v4", "2001:500::1"), []int{2004, 2005}},
	{"a host's name with a label too long", acceptanceHost(strings.Repeat("a", 64)+".a.example", "v4", "198.41.0.4"), []int{2005}},
	{"a host's name with two dots", acceptanceHost("ns2..a.example", "v4", "198.41.0.4"), []int{2005}},
	{"add an address", `<update><host:update><host:name>ns1.a.example</host:name><host:add><host:addr ip="v6">2001:500:2::c</host:addr></host:add></host:update></update>`, []int{1000}},
	{"add it again", `<update><host:update><host:name>ns1.a.example</host:name><host:add><host:addr ip="v6">2001:500:2::c</host:addr></host:add></host:update></update>`, []int{2302, 2306}},
	{"remove one that is not there", `<update><host:update><host:name>ns1.a.example</host:name><host:rem><host:addr ip="v4">198.41.0.9</host:addr></host:rem></host:update></update>`, []int{2303, 2306}},
	{"rename a host within the zone", `<update><host:update><host:name>ns1.a.example</host:name><host:chg><host:name>ns3.a.example</host:name></host:chg></host:update></update>`, []int{1000}},
	{"delete a host that is used", `<delete><host:delete><host:name>ns1.b.net</host:name></host:delete></delete>`, []int{2305}},

	// Domains.
	{"register a name", acceptanceDomain("b.example", ""), []int{1000}},
	{"register it again", acceptanceDomain("b.example", ""), []int{2302}},
	{"register for eleven years", acceptanceDomain("c.example", `<domain:period unit="y">11</domain:period>`), []int{2004, 2306}},
	{"register for a month", acceptanceDomain("c.example", `<domain:period unit="m">1</domain:period>`), []int{2004, 2306}},
	{"a hyphen at the start", acceptanceDomain("-c.example", ""), []int{2005, 2306}},
	{"hyphens in the third and fourth place", acceptanceDomain("ab--c.example", ""), []int{2005, 2306}},
	{"an A-label that is none", acceptanceDomain("xn--a.example", ""), []int{2005, 2306}},
	{"an underscore", acceptanceDomain("a_b.example", ""), []int{2005, 2306}},
	{"a label too long", acceptanceDomain(strings.Repeat("a", 64)+".example", ""), []int{2005}},
	{"a name of two labels", acceptanceDomain("a.c.example", ""), []int{2005, 2306}},
	{"a name server that does not exist", acceptanceDomain("c.example", `<domain:ns><domain:hostObj>ns7.b.net</domain:hostObj></domain:ns>`), []int{2303}},
	{"a name server as an attribute", acceptanceDomain("c.example", `<domain:ns><domain:hostAttr><domain:hostName>ns1.b.net</domain:hostName></domain:hostAttr></domain:ns>`), []int{2102, 2306}},
	{"the info with a wrong authInfo", `<info><domain:info><domain:name>b.example</domain:name><domain:authInfo><domain:pw>Wrong-Enough-4-You!!</domain:pw></domain:authInfo></domain:info></info>`, []int{2202}},
	{"renew from another date", `<renew><domain:renew><domain:name>b.example</domain:name><domain:curExpDate>2020-01-01</domain:curExpDate></domain:renew></renew>`, []int{2004, 2306}},
	{"renew for a year", `<renew><domain:renew><domain:name>b.example</domain:name><domain:curExpDate>2027-03-01</domain:curExpDate></domain:renew></renew>`, []int{1000}},
	{"renew beyond ten years", `<renew><domain:renew><domain:name>b.example</domain:name><domain:curExpDate>2028-03-01</domain:curExpDate><domain:period unit="y">9</domain:period></domain:renew></renew>`, []int{2004, 2105, 2306}},
	{"set a status of the server", acceptanceUpdate("b.example", `<domain:add><domain:status s="serverHold"/></domain:add>`), []int{2201, 2306}},
	{"prohibit updates", acceptanceUpdate("b.example", `<domain:add><domain:status s="clientUpdateProhibited"/></domain:add>`), []int{1000}},
	{"update then", acceptanceUpdate("b.example", `<domain:add><domain:status s="clientHold"/></domain:add>`), []int{2304}},
	{"allow updates", acceptanceUpdate("b.example", `<domain:rem><domain:status s="clientUpdateProhibited"/></domain:rem>`), []int{1000}},
	{"transfer a domain of one's own", `<transfer op="request"><domain:transfer><domain:name>b.example</domain:name><domain:authInfo><domain:pw>Strong-Enough-4-You!!</domain:pw></domain:authInfo></domain:transfer></transfer>`, []int{2002, 2106, 2201}},
	{"a DS record with a digest too short", acceptanceUpdate("b.example", ``) + acceptanceDS(13, 2, "4A4A"), []int{2004, 2005, 2306}},
	{"a DS record", acceptanceUpdate("b.example", ``) + acceptanceDS(13, 2, strings.Repeat("4A", 32)), []int{1000}},
	{"restore a name that is not deleted", acceptanceUpdate("b.example", `<domain:chg/>`) + `<extension><rgp:update><rgp:restore op="request"/></rgp:update></extension>`, []int{2304}},
	{"delete a name that has hosts", `<delete><domain:delete><domain:name>a.example</domain:name></domain:delete></delete>`, []int{2305}},
	{"delete a name", `<delete><domain:delete><domain:name>b.example</domain:name></domain:delete></delete>`, []int{1000, 1001}},
	{"the info of a name that is not registered", `<info><domain:info><domain:name>free.example</domain:name></domain:info></info>`, []int{2303}},
	{"a command that does not exist for hosts", `<renew><host:renew><host:name>ns1.b.net</host:name></host:renew></renew>`, []int{2101}},
	{"acknowledge no message", `<poll op="ack" msgID="999999"/>`, []int{2303}},
}

func domainCheckOf(name string) string {
	return `<check><domain:check><domain:name>` + name + `</domain:name></domain:check></check>`
}

func acceptanceContact(id, cc, voice, email string) string {
	return fmt.Sprintf(`<create><contact:create><contact:id>%s</contact:id><contact:postalInfo type="int"><contact:name>Alice</contact:name><contact:addr><contact:street>1 Example Street</contact:street><contact:city>Exampleton</contact:city>%s</contact:addr></contact:postalInfo><contact:voice>%s</contact:voice><contact:email>%s</contact:email><contact:authInfo><contact:pw/></contact:authInfo></contact:create></create>`, id, cc, voice, email)
}

func acceptanceHost(name, version, address string) string {
	return fmt.Sprintf(`<create><host:create><host:name>%s</host:name><host:addr ip="%s">%s</host:addr></host:create></create>`, name, version, address)
}

func acceptanceDomain(name, parts string) string {
	return fmt.Sprintf(`<create><domain:create><domain:name>%s</domain:name>%s<domain:registrant>BN-1</domain:registrant><domain:authInfo><domain:pw>Strong-Enough-4-You!!</domain:pw></domain:authInfo></domain:create></create>`, name, parts)
}

func acceptanceUpdate(name, parts string) string {
	return fmt.Sprintf(`<update><domain:update><domain:name>%s</domain:name>%s</domain:update></update>`, name, parts)
}

func acceptanceDS(algorithm, digestType int, digest string) string {
	return fmt.Sprintf(`<extension><secDNS:update><secDNS:add><secDNS:dsData><secDNS:keyTag>1</secDNS:keyTag><secDNS:alg>%d</secDNS:alg><secDNS:digestType>%d</secDNS:digestType><secDNS:digest>%s</secDNS:digest></secDNS:dsData></secDNS:add></secDNS:update></extension>`, algorithm, digestType, digest)
}

// The server behaves as ICANN's registry acceptance tests (RST, EPP) expect of a gTLD.
func TestAcceptanceOfAGenericTLD(t *testing.T) {
	w := newSQLiteFixture(t)
	k := w.mustLogin("best-names")
	wantCode(t, k, w.wrap(acceptanceContact("BN-1", `<contact:cc>EE</contact:cc>`, "+372.6123456", "alice@a.example")), 1000)
	wantCode(t, k, w.wrap(`<create><host:create><host:name>ns1.b.net</host:name></host:create></create>`), 1000)
	wantCode(t, k, w.wrap(acceptanceDomain("a.example", `<domain:ns><domain:hostObj>ns1.b.net</domain:hostObj></domain:ns>`)), 1000)
	for _, row := range acceptance {
		answer, err := k.roundTrip(w.wrap(row.command))
		if err != nil {
			t.Fatalf("%s: %v", row.what, err)
		}
		if code := atoi(resultCode.FindStringSubmatch(answer)[1]); !slices.Contains(row.codes, code) {
			t.Errorf("%s: got %d, want one of %d: %s", row.what, code, row.codes, answer)
		}
	}
}
