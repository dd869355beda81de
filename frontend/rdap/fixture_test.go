package rdap_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

var best = registry.Actor{Registrar: "best", Roles: []registry.Role{registry.RoleSuper}}

// fixture is a story.Fixture with an RDAP server.
type fixture struct {
	*story.Fixture
	*rdap.Server
	t testing.TB
}

// newFixture returns a world in which one registrar sponsors domains of a person,
// of an organisation and with a shield, in several TLDs.
func newFixture(t testing.TB, st store.Store) fixture {
	w := story.NewFixture(t, st,
		generic.Policy("example", generic.DefaultPrices()), fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()),
		ee.Policy(ee.DefaultPrices(), []byte("key")), tk.Policy("tk", tk.DefaultPrices()))
	story.Do(w, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{
		ID: "best", Name: "Best Names", Currency: "EUR", IANA: 9995, RDAP: "https://rdap.best.example/",
		Email: "abuse@best.example", Voice: "+372.6000000", Website: "www.best.example",
		Address: registry.Postal{Street: []string{"Näidise 2"}, City: "Tallinn", PostalCode: "10001", Country: "EE"},
	}})
	story.Do(w, story.Operator, ledger.Deposit{Registrar: "best", Amount: euros(100_000)})
	for _, c := range contacts() {
		story.Do(w, best, contact.CreateContact{Contact: c})
	}
	ns := []object.NS{{Host: "ns1.a.example"}, {Host: "ns2.b.test"}}
	create := func(c object.CreateDomain) { story.Do(w, best, c) }
	create(object.CreateDomain{Name: "a.example", Registrant: "org", Tech: ids("person")})
	story.Do(w, best, host.CreateHost{Name: "ns1.a.example", Addrs: []string{"192.0.2.1", "2001:db8::1"}})
	story.Do(w, best, host.CreateHost{Name: "ns2.b.test"})
	create(object.CreateDomain{
		Name: "person.example", Registrant: "person", Admin: ids("org"), Tech: ids("person"), Nameservers: ns,
		DNSSEC: registry.DNSSEC{DS: []registry.DS{{KeyTag: 12345, Algorithm: 13, DigestType: 2, Digest: "49FD46E6C4B45C55D4AC69CBD3CD34AC1AFE51DE49FD46E6C4B45C55D4AC69CB"}}},
	})
	create(object.CreateDomain{Name: "café.example", Registrant: "org", Nameservers: ns, Statuses: []registry.StatusEntry{{Status: registry.ClientHold}}})
	create(object.CreateDomain{Name: "person.fr", Registrant: "person", Nameservers: ns})
	create(object.CreateDomain{Name: "shielded.tk", Registrant: "person", Admin: ids("org"), Tech: ids("hidden"), Nameservers: ns, Shield: true})
	glue := []object.NS{{Host: "ns1.person.ee", Addrs: []string{"192.0.2.2"}}, {Host: "ns2.b.test"}}
	create(object.CreateDomain{Name: "person.ee", Registrant: "person", Nameservers: glue})
	create(object.CreateDomain{Name: "disclosed.ee", Registrant: "open"})
	create(object.CreateDomain{Name: "org.ee", Registrant: "org", Admin: ids("open")})
	italian := []object.NS{{Host: "ns1.person.ee"}, {Host: "ns2.b.test"}}
	create(object.CreateDomain{Name: "consent.it", Registrant: "consenting", Admin: ids("consenting"), Tech: ids("consenting"), Nameservers: italian})
	create(object.CreateDomain{Name: "silent.it", Registrant: "silent", Admin: ids("silent"), Tech: ids("silent"), Nameservers: italian})

	p := fixture{Fixture: w, t: t}
	p.Server = &rdap.Server{Lookup: lookup.Reader{Store: w.Store, Policies: w.Policies, Now: w.Now}, URL: "http://rdap.a.example/rdap", Path: "/rdap", Port43: "whois.a.example", WallClock: time.Now}
	return p
}

func ids(all ...registry.ContactID) []registry.ContactID { return all }

// contacts returns persons without a choice of disclosure, with and without
// consent to it, and organisations.
func contacts() []registry.Contact {
	yes, no := true, false
	newContact := func(id registry.ContactID, name, org string) registry.Contact {
		return registry.Contact{
			ID: id, Email: string(id) + "@c.example", Voice: "+39.0212345678", Fax: "+39.0212345679",
			Postal: registry.Postal{Name: name, Org: org, Street: []string{"Via Esempio 1", "Scala B"}, City: "Milano", State: "MI", PostalCode: "20100", Country: "IT"},
		}
	}
	person, org := newContact("person", "Alice Private", ""), newContact("org", "Desk of Example", "Example Works")
	org.Ident = registry.Ident{Code: "10000001", Type: registry.IdentOrg, Country: "EE"}
	open := newContact("open", "Olga Open", "")
	open.Ident = registry.Ident{Code: "1980-01-08", Type: registry.IdentBirthday, Country: "EE"}
	open.Disclosure = registry.Disclosure{Publish: []string{"name", "email"}}
	italian := func(c registry.Contact, consent *bool) registry.Contact {
		c.Ext, c.Disclosure.Consent = registry.Extension{"entitytype": "1", "nationality": "IT", "regcode": "RSSMRA80A01F205X"}, consent
		c.Postal.Org = c.Postal.Name
		return c
	}
	hidden := newContact("hidden", "Hidden Works", "Hidden Works")
	hidden.Disclosure = registry.Disclosure{Withhold: []string{"email", "voice"}}
	return []registry.Contact{person, org, open, italian(newContact("consenting", "Carla Consente", ""), &yes), italian(newContact("silent", "Silvia Tace", ""), &no), hidden}
}

// get sends a GET request and returns the response; every body is checked.
func (p fixture) get(path string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	return p.request(http.MethodGet, path, headers...)
}

func (p fixture) request(method, path string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	return p.requestFrom("rdap.a.example", method, path, headers...)
}

// requestFrom sends a request with a Host header.
func (p fixture) requestFrom(host, method, path string, headers ...string) *httptest.ResponseRecorder {
	p.t.Helper()
	req := httptest.NewRequest(method, "http://rdap.a.example"+path, nil)
	req.Host = host
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, req)
	if w.Body.Len() > 0 {
		checkAnswer(p.t, path, w.Code, w.Body.Bytes())
	}
	return w
}

// object returns the body of a GET request that must succeed.
func (p fixture) object(path string) map[string]any {
	p.t.Helper()
	w := p.get(path)
	var o map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &o); w.Code != 200 || err != nil {
		p.t.Fatalf("%s: %d %v\n%s", path, w.Code, err, w.Body)
	}
	return o
}
