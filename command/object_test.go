package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

func exampleContact() registry.Contact {
	return registry.Contact{
		Postal: registry.Postal{Name: "Alice Example", Street: []string{"1 Example Street"}, City: "Exampleton", Country: "FR"},
		Voice:  "+33.123456789", Email: "alice@a.example",
	}
}

func TestContacts(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		made := do(w, w.alice, contact.CreateContact{Contact: exampleContact(), Prefix: "AV-"})
		id := made.Contact.ID
		if !strings.HasPrefix(string(id), "AV-") || made.AuthInfo == "" {
			t.Errorf("got %+v", made)
		}
		named := exampleContact()
		named.ID = id
		wantFault(w, w.bob, contact.CreateContact{Contact: named}, registry.ErrContactTaken)
		do(w, w.alice, contact.UpdateContact{ID: id, Patch: contact.ContactPatch{Email: ptr("new@a.example")}})
		wantFault(w, w.alice, contact.UpdateContact{ID: id, Patch: contact.ContactPatch{Email: ptr("@")}}, registry.ErrSyntax)
		wantFault(w, w.alice, contact.UpdateContact{ID: id, Patch: contact.ContactPatch{Voice: ptr("+12345")}}, registry.ErrSyntax)
		card := ask(w, w.alice, contact.ContactInfo{ID: id})
		if card.Contact.Email != "new@a.example" || card.Linked || card.AuthInfo != made.AuthInfo {
			t.Errorf("got %+v", card)
		}
		if seen := ask(w, w.other, contact.ContactInfo{ID: id, AuthInfo: made.AuthInfo}); seen.AuthInfo != "" {
			t.Error("the authInfo is shown to an actor that presented it")
		}
		do(w, w.alice, object.CreateDomain{Name: "a.fr", Hosted: true, Tech: []registry.ContactID{id}})
		wantFault(w, w.alice, contact.DeleteContact{ID: id}, registry.ErrLinked)
		if card := ask(w, w.alice, contact.ContactInfo{ID: id}); !card.Linked {
			t.Error("a contact in use is not linked")
		}
		wantFault(w, w.alice, object.UpdateDomain{Name: "a.fr", Tech: command.Edit[registry.ContactID]{Add: []registry.ContactID{id}}}, registry.ErrExists)
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Tech: command.Edit[registry.ContactID]{Rem: []registry.ContactID{id}}})
		do(w, w.alice, contact.DeleteContact{ID: id})
		if free := ask(w, w.bob, contact.CheckContacts{IDs: []registry.ContactID{id}}); !free[id] {
			t.Error("a deleted contact's handle is not free")
		}
		if list := ask(w, w.alice, contact.ListContacts{}); len(list) != 1 {
			t.Errorf("alice's own contact is left: %v", list)
		}
	})
}

func TestHosts(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		do(w, w.bob, create("b.fr"))
		wantFault(w, w.alice, host.CreateHost{Name: "ns1.b.fr"}, registry.ErrNotYours)
		wantFault(w, w.alice, host.CreateHost{Name: "ns1.nobody.fr"}, registry.ErrNoName)
		wantFault(w, w.alice, host.CreateHost{Name: "ns1.a.net", Addrs: []string{"192.0.2.1"}}, registry.ErrGlue)
		for _, bad := range []string{"256.1.1.1", "::ffff:192.0.2.1", "fe80::1%eth0", "0.0.0.0", "x"} {
			wantFault(w, w.alice, host.CreateHost{Name: "ns1.a.fr", Addrs: []string{bad}}, registry.ErrSyntax)
		}
		for _, n := range []string{"ns1.a.fr", "ns2.a.fr"} {
			do(w, w.alice, host.CreateHost{Name: n, Addrs: []string{"192.0.2.1", "2001:db8::1"}})
		}
		wantFault(w, w.bob, host.CreateHost{Name: "ns1.a.fr"}, registry.ErrHostTaken)
		servers := []object.NS{{Host: "ns1.a.fr"}, {Host: "ns2.a.fr"}}
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Nameservers: &servers})
		do(w, w.bob, object.UpdateDomain{Name: "b.fr", Nameservers: &servers})
		wantFault(w, w.alice, host.DeleteHost{Name: "ns1.a.fr"}, registry.ErrLinked)
		wantFault(w, w.alice, object.DeleteDomain{Name: "a.fr"}, registry.ErrLinked)
		wantFault(w, w.alice, host.UpdateHost{Name: "ns1.a.fr", Addrs: command.Edit[string]{Rem: []string{"192.0.2.1", "2001:db8::1"}}}, registry.ErrGlue)
		do(w, w.alice, host.UpdateHost{Name: "ns1.a.fr", Rename: "ns9.a.fr"})
		if d := ask(w, w.bob, object.DomainInfo{Name: "b.fr"}).Domain; d.Nameservers[0].Host != "ns9.a.fr" {
			t.Errorf("a delegation does not follow its host: %v", d.Nameservers)
		}
		if h := ask(w, w.bob, host.HostInfo{Name: "ns9.a.fr"}); !h.Linked || len(h.Host.Addrs) != 2 || h.Host.Parent != "a.fr" {
			t.Errorf("got %+v", h)
		}
		// A host below an unregistered name of the registry's zones is not created: nothing
		// says whose it is (RFC 5732 section 3.2.1).
		delegate := object.UpdateDomain{Name: "b.fr", CreateHosts: true, AddNS: []object.NS{{Host: "ns1.later.fr"}}}
		wantFault(w, w.bob, delegate, registry.ErrNoHost)
		do(w, w.alice, create("later.fr"))
		wantFault(w, w.bob, delegate, registry.ErrNoHost)
		if h := do(w, w.alice, host.CreateHost{Name: "ns1.later.fr", Addrs: []string{"192.0.2.9"}}); h.Account != "alice" || h.Parent != "later.fr" {
			t.Errorf("got %+v", h)
		}
		do(w, w.bob, delegate)
		wantFault(w, w.bob, host.UpdateHost{Name: "ns1.later.fr"}, registry.ErrNotYours)
		do(w, w.bob, object.UpdateDomain{Name: "b.fr", RemNS: []string{"ns1.later.fr"}})
		// With alice's domain, its hosts and the delegations to them are deleted.
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", AutoRenew: ptr(false)})
		do(w, w.bob, object.RenewDomain{Name: "b.fr", Term: registry.Years(2)})
		w.wait(400 * day)
		if d := ask(w, w.bob, object.DomainInfo{Name: "b.fr"}).Domain; len(d.Nameservers) != 0 {
			t.Errorf("b.fr is still delegated to deleted hosts: %v", d.Nameservers)
		}
		wantQueryFault(w, w.bob, host.HostInfo{Name: "ns9.a.fr"}, registry.ErrNoHost)
	})
}

// A host that is renamed to be subordinate to a domain delegated to it needs an
// address, and an IP address is not a host name.
func TestHostsThatAreRenamedKeepTheirGlue(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		for _, n := range []string{"ns1.a.net", "ns2.a.net"} {
			do(w, w.alice, host.CreateHost{Name: n})
		}
		servers := []object.NS{{Host: "ns1.a.net"}, {Host: "ns2.a.net"}}
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", Nameservers: &servers})
		w.wantNoEffect(func() {
			wantFault(w, w.alice, host.UpdateHost{Name: "ns1.a.net", Rename: "ns1.a.fr"}, registry.ErrGlue)
			wantFault(w, w.alice, host.UpdateHost{Name: "ns1.a.net", Rename: "192.0.2.1"}, registry.ErrNameSyntax)
			wantFault(w, w.alice, host.CreateHost{Name: "192.0.2.1"}, registry.ErrNameSyntax)
		})
		twice := command.Edit[string]{Add: []string{"2001:db8::1", "2001:db8:0::1"}}
		if h := do(w, w.alice, host.UpdateHost{Name: "ns1.a.net", Rename: "ns1.a.fr", Addrs: twice}); len(h.Addrs) != 1 {
			t.Errorf("got %+v", h)
		}
	})
}

func TestRecords(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		add := func(label, typ, value string) zone.CreateRecord {
			return zone.CreateRecord{Domain: "A.FR", Record: registry.RecordValue{Label: label, Type: typ, Value: value, TTL: 1800, Priority: 10}}
		}
		www := do(w, w.alice, add("www", "cname", "Blog.Example."))
		if www.Type != "CNAME" || www.Data != "blog.example." || www.Zone != name.Name("a.fr") {
			t.Errorf("got %+v", www)
		}
		w.wantNoEffect(func() {
			wantFault(w, w.alice, add("www", "A", "192.0.2.1"), registry.ErrCNAMEConflict)
			wantFault(w, w.alice, add("@", "CNAME", "b.example"), registry.ErrCNAMEConflict)
			wantFault(w, w.alice, add("www", "CNAME", "blog.example"), registry.ErrRecordTaken)
			wantFault(w, w.alice, add("x", "A", "2001:db8::1"), registry.ErrRecord)
			wantFault(w, w.alice, add("x", "NS", "ns1.example"), registry.ErrRecord)
			wantFault(w, w.alice, add("x", "TXT", strings.Repeat("x", 70_000)), registry.ErrRecord)
		})
		mx := do(w, w.alice, add("@", "MX", "mail.a.example"))
		do(w, w.alice, zone.UpdateRecord{ID: mx.ID, Record: registry.RecordValue{Label: "@", Type: "MX", Value: "mail2.a.example", Priority: 10, TTL: 1800}})
		do(w, w.alice, zone.DeleteRecord{ID: www.ID})
		wantFault(w, w.alice, zone.DeleteRecord{ID: www.ID}, registry.ErrNoRecord)
		got := ask(w, w.alice, zone.ListRecords{Domain: "a.fr"})
		if len(got) != 1 || got[0].Data != "10 mail2.a.example." {
			t.Errorf("got %+v", got)
		}
	})
}

func TestDomainsAreListedByTheirStatusesNow(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		do(w, w.alice, create("a.fr"))
		do(w, w.alice, create("b.fr"))
		list := func(status registry.Status) (names []name.Name) {
			page := ask(w, w.alice, object.PageDomains{Statuses: []registry.Status{status}, DomainsOnly: true})
			for _, d := range page.Domains {
				names = append(names, d.Domain.Name)
			}
			if page.Total != len(names) {
				t.Errorf("%s: total %d, listed %q", status, page.Total, names)
			}
			return names
		}
		want := func(status registry.Status, names ...name.Name) {
			t.Helper()
			if got := list(status); !slices.Equal(got, names) {
				t.Errorf("%s at %v: got %q, want %q", status, w.now, got, names)
			}
		}
		want(registry.OK, "a.fr", "b.fr")
		w.now = w.now.AddDate(0, 0, 20)
		do(w, w.alice, object.DeleteDomain{Name: "b.fr"})
		want(registry.OK, "a.fr")
		want(registry.StatusPendingDelete, "b.fr")
		w.now = w.now.AddDate(0, 2, 0) // b.fr is released, which is not stored yet
		want(registry.OK, "a.fr")
		want(registry.StatusPendingDelete)
		do(w, w.alice, object.UpdateDomain{Name: "a.fr", AutoRenew: new(bool)})
		w.now = w.now.AddDate(0, 10, 0) // a.fr has expired, which is not stored yet
		want(registry.OK)
		want(registry.StatusPendingDelete, "a.fr")
	})
}
