package rdap_test

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/openrdap/rdap"
)

// The client library openrdap parses the responses.
func TestOpenRDAPClient(t *testing.T) {
	p := newSQLiteFixture(t)
	server := httptest.NewServer(p.Server)
	defer server.Close()
	p.URL = server.URL + "/rdap"
	base, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	query := func(kind rdap.RequestType, text string) *rdap.Response {
		t.Helper()
		r, err := (&rdap.Client{HTTP: server.Client()}).Do(&rdap.Request{Type: kind, Query: text, Server: base})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	d, ok := query(rdap.DomainRequest, "person.example").Object.(*rdap.Domain)
	if !ok || d.LDHName != "person.example" || d.Port43 != "whois.a.example" || len(d.Nameservers) != 2 || len(d.Entities) != 3 {
		t.Fatalf("domain: %+v", d)
	}
	if ns := d.Nameservers[0]; ns.LDHName != "ns1.a.example" || len(ns.IPAddresses.V4) != 1 || len(ns.IPAddresses.V6) != 1 {
		t.Errorf("name server: %+v", ns)
	}
	if s := d.SecureDNS; s == nil || s.DelegationSigned == nil || !*s.DelegationSigned || len(s.DS) != 1 {
		t.Errorf("secureDNS: %+v", d.SecureDNS)
	}
	if r := d.Entities[0]; r.VCard.Name() != "Best Names" || r.VCard.Email() != "abuse@best.example" || r.VCard.Tel() != "tel:+372.6000000" || r.VCard.PostalCode() != "10001" || len(r.PublicIDs) != 1 {
		t.Errorf("registrar: %+v", r.VCard)
	}
	d, ok = query(rdap.DomainRequest, "a.example").Object.(*rdap.Domain)
	if !ok || len(d.Entities) != 3 {
		t.Fatalf("domain: %+v", d)
	}
	org := d.Entities[1]
	if org.Roles[0] != "registrant" || org.VCard.Org() != "Example Works" {
		t.Errorf("registrant: %+v %v", org, org.VCard)
	}
	if e, ok := query(rdap.EntityRequest, org.Handle).Object.(*rdap.Entity); !ok || e.Handle != org.Handle || e.VCard.Org() != "Example Works" {
		t.Errorf("entity: %+v", e)
	}
	if ns, ok := query(rdap.NameserverRequest, "ns1.a.example").Object.(*rdap.Nameserver); !ok || ns.LDHName != "ns1.a.example" {
		t.Errorf("name server: %+v", ns)
	}
	if found, ok := query(rdap.DomainSearchRequest, "per*").Object.(*rdap.DomainSearchResults); !ok || len(found.Domains) != 3 {
		t.Errorf("search: %+v", found)
	}
	if h, ok := query(rdap.HelpRequest, "").Object.(*rdap.Help); !ok || len(h.Conformance) == 0 {
		t.Errorf("help: %+v", h)
	}
	_, err = (&rdap.Client{HTTP: server.Client()}).Do(&rdap.Request{Type: rdap.DomainRequest, Query: "absent.example", Server: base})
	if e, ok := err.(*rdap.ClientError); !ok || e.Type != rdap.ObjectDoesNotExist {
		t.Errorf("of an absent name: %v", err)
	}
}
