package dns_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestUpdatesChangeOnlyWhatTheyName sends updates with records that a hosted zone cannot
// hold, and checks that the zone is unchanged.
func TestUpdatesChangeOnlyWhatTheyName(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	for _, r := range []registry.RecordValue{{Label: "www", Type: "TXT", Value: "one", TTL: 60}, {Label: "www", Type: "A", Value: "192.0.2.1", TTL: 60}} {
		story.Do(m.Fixture, m.alice, zone.CreateRecord{Domain: "a.fr", Record: r})
	}
	header := func(class, kind uint16) mdns.RR_Header {
		return mdns.RR_Header{Name: "www.a.fr.", Class: class, Rrtype: kind}
	}
	message := func(prerequisite, change mdns.RR) *mdns.Msg {
		u := update("a.fr.")
		if prerequisite != nil {
			u.Answer = append(u.Answer, prerequisite)
		}
		if change != nil {
			u.Ns = append(u.Ns, change)
		}
		return u
	}
	const private = 65280
	for _, c := range []struct {
		what  string
		msg   *mdns.Msg
		rcode int
	}{
		{"an RRset of a type without a name goes", message(nil, &mdns.ANY{Hdr: header(mdns.ClassANY, private)}), mdns.RcodeSuccess},
		{"a record of a type without a name goes", message(nil, &mdns.RFC3597{Hdr: header(mdns.ClassNONE, private), Rdata: "00"}), mdns.RcodeSuccess},
		{"an RRset of a type without a name is needed", message(&mdns.ANY{Hdr: header(mdns.ClassANY, private)}, nil), mdns.RcodeNXRrset},
		{"none of a type without a name is needed", message(&mdns.ANY{Hdr: header(mdns.ClassNONE, private)}, nil), mdns.RcodeSuccess},
		{"an empty text goes", message(nil, &mdns.TXT{Hdr: header(mdns.ClassNONE, mdns.TypeTXT), Txt: []string{""}}), mdns.RcodeSuccess},
		{"a text that cannot be goes", message(nil, &mdns.TXT{Hdr: header(mdns.ClassNONE, mdns.TypeTXT), Txt: []string{`\001`}}), mdns.RcodeSuccess},
		{"a text that cannot be is needed", message(&mdns.TXT{Hdr: header(mdns.ClassINET, mdns.TypeTXT), Txt: []string{`\001`}}, nil), mdns.RcodeNXRrset},
	} {
		if rcode, _ := m.exchange(t, c.msg, "alice.key"); rcode != c.rcode {
			t.Errorf("%s: %s, want %s", c.what, mdns.RcodeToString[rcode], mdns.RcodeToString[c.rcode])
		}
		if got := m.records(t, "a.fr"); !slices.Equal(got, []string{`www TXT "one" 60`, "www A 192.0.2.1 60"}) {
			t.Fatalf("%s: the zone has %q", c.what, got)
		}
	}
}

// records returns the records of a zone.
func (m *maintenanceFixture) records(t *testing.T, domain string) (all []string) {
	t.Helper()
	list, err := command.Ask(t.Context(), m.Runner, story.Operator, zone.ListRecords{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		all = append(all, r.Label+" "+r.Type+" "+r.Data+" "+strconv.Itoa(r.TTL))
	}
	return all
}

// TestAnRRsetHasOneTTL checks that an added record's TTL applies to its whole RRset, and
// that an RRset stored with several TTLs is served with the least (RFC 2181 section 5.2).
func TestAnRRsetHasOneTTL(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	if rcode, _ := m.exchange(t, update("a.fr.", "www.a.fr. 600 IN A 192.0.2.1", "www.a.fr. 300 IN TXT x", "www.a.fr. 60 IN A 192.0.2.2"), "alice.key"); rcode != 0 {
		t.Fatal(mdns.RcodeToString[rcode])
	}
	if got := m.records(t, "a.fr"); !slices.Equal(got, []string{"www A 192.0.2.1 60", `www TXT "x" 300`, "www A 192.0.2.2 60"}) {
		t.Errorf("the zone has %q", got)
	}
	story.Do(m.Fixture, m.alice, zone.CreateRecord{Domain: "a.fr", Record: registry.RecordValue{Label: "www", Type: "A", Value: "192.0.2.3", TTL: 900}})
	if err := m.waitShown(); err != nil {
		t.Fatal(err)
	}
	q := new(mdns.Msg)
	q.SetQuestion("www.a.fr.", mdns.TypeA)
	answered := m.server.Answer(q).Answer
	copied, err := m.transfer("a.fr.", "own.key", 0)
	if err != nil || len(answered) != 3 {
		t.Fatal(answered, err)
	}
	for _, rr := range append(answered, copied...) {
		if rr.Header().Rrtype == mdns.TypeA && rr.Header().Name == "www.a.fr." && rr.Header().Ttl != 60 {
			t.Errorf("%v", rr)
		}
	}
}

// TestATSIGIsSingleAndLast: otherwise FORMERR (RFC 8945 section 5.1).
func TestATSIGIsSingleAndLast(t *testing.T) {
	m := newMaintenanceFixture(t, sqliteStore(t))
	for what, change := range map[string]func(*mdns.Msg){
		"two":      func(u *mdns.Msg) { u.Extra = append(u.Extra, u.Extra[0]) },
		"not last": func(u *mdns.Msg) { u.SetEdns0(1232, false) },
	} {
		for _, msg := range []*mdns.Msg{new(mdns.Msg).SetQuestion("a.fr.", mdns.TypeSOA), update("a.fr.", "www.a.fr. 300 IN A 192.0.2.1")} {
			msg.SetTsig("alice.key.", mdns.HmacSHA256, 300, time.Now().Unix())
			change(msg)
			wire, err := msg.Pack()
			if err != nil {
				t.Fatal(err)
			}
			c, err := mdns.Dial("tcp", m.addr)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Write(wire); err != nil {
				t.Fatal(err)
			}
			c.SetReadDeadline(time.Now().Add(10 * time.Second))
			a, err := c.ReadMsg()
			c.Close()
			if err != nil || a.Rcode != mdns.RcodeFormatError {
				t.Errorf("%s, opcode %d: %v, %v", what, msg.Opcode, a, err)
			}
		}
	}
}
