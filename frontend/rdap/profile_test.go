package rdap_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/rdap"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// TestEveryAnswerUnderTheProfileSaysSo checks that ICANN's two extension identifiers are
// in every response that a TLD with the profile has part in, and in no other (conformance
// test cases -61000 and -62000).
func TestEveryAnswerUnderTheProfileSaysSo(t *testing.T) {
	p := newSQLiteFixture(t)
	claims := func(path string) bool {
		t.Helper()
		body := p.get("/rdap/" + path).Body.String()
		one, two := strings.Contains(body, `"icann_rdap_response_profile_1"`), strings.Contains(body, `"icann_rdap_technical_implementation_guide_1"`)
		if one != two {
			t.Errorf("%s has one identifier without the other", path)
		}
		return one
	}
	for _, path := range []string{
		"help", "domain/a.example", "domain/person.example", "nameserver/ns1.a.example", "nameserver/ns2.b.test", "entity/9995", "entity/best", "entity/org",
		"domains?name=per*", "domains?name=nothing*", "nameservers?ip=192.0.2.1", "domain/nothing.example", "nameserver/ns9.a.example", "entity/nothing",
		"domains?name=*", "domain/nothing.nowhere", "nonsense", "ip/192.0.2.1",
	} {
		if !claims(path) {
			t.Errorf("%s does not claim the profile", path)
		}
	}
	for _, path := range []string{"domain/person.fr", "domain/org.ee", "domain/nothing.it", "nameserver/ns1.person.ee"} {
		if claims(path) {
			t.Errorf("%s claims the profile of another TLD", path)
		}
	}
	delete(p.Lookup.Policies, "example")
	for _, path := range []string{"help", "entity/9995", "domains?name=per*", "nonsense"} {
		if claims(path) {
			t.Errorf("%s claims a profile that no TLD has", path)
		}
	}
}

// profileFixture is a world of the generic TLD with domains of contacts that publish all,
// nothing or some of their data, or lack it.
func profileFixture(t *testing.T) (fixture, []string) {
	p := newSQLiteFixture(t)
	story.Do(p.Fixture, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "plain", Name: "Plain", Currency: "EUR"}})
	story.Do(p.Fixture, story.Operator, ledger.Deposit{Registrar: "plain", Amount: euros(1000)})
	all := []string{"a.example", "person.example", "xn--caf-dma.example"}
	for _, c := range []registry.Contact{
		{ID: "bare", Email: "bare@c.example", Postal: registry.Postal{Org: "Bare Works", City: "Milano", Country: "IT"}},
		{ID: "shy", Email: "shy@c.example", Voice: "+39.1", Postal: registry.Postal{Name: "Shy", Org: "Shy Works", City: "Milano", Country: "IT"},
			Disclosure: registry.Disclosure{Withhold: []string{"name", "email", "voice"}}},
		{ID: "frank", Email: "frank@c.example", Voice: "+39.1", Postal: registry.Postal{Name: "Frank", Street: []string{"Via 1"}, City: "Milano", PostalCode: "1", Country: "IT"},
			Disclosure: registry.Disclosure{Publish: []string{"name", "email", "voice", "addr"}}},
	} {
		story.Do(p.Fixture, best, contact.CreateContact{Contact: c})
		n := string(c.ID) + ".example"
		story.Do(p.Fixture, best, object.CreateDomain{Name: n, Registrant: c.ID, Admin: ids("org"), Tech: ids(c.ID), Billing: ids("person")})
		all = append(all, n)
	}
	story.Do(p.Fixture, best, object.CreateDomain{Name: "shielded.example", Registrant: "person", Tech: ids("org"), Shield: true})
	plain := registry.Actor{Registrar: "plain", Roles: []registry.Role{registry.RoleSuper}}
	c := contacts()[0]
	c.ID = "ordinary"
	story.Do(p.Fixture, plain, contact.CreateContact{Contact: c})
	story.Do(p.Fixture, plain, object.CreateDomain{Name: "plain.example", Registrant: "ordinary"})
	story.Do(p.Fixture, plain, host.CreateHost{Name: "ns1.plain.example", Addrs: []string{"192.0.2.7"}})
	return p, append(all, "shielded.example", "plain.example")
}

// profileRule says what ICANN's profile of February 2024 demands of a field of a contact:
// if it is absent, a redaction of the name with the method; if it is there, none. The codes
// are those of the conformance tests.
type profileRule struct {
	role, name, method string
	present            func(entity map[string]any) bool
}

var profileRules = []profileRule{
	{"registrant", "Registry Registrant ID", "removal", hasHandle},            // -63102, -63105
	{"registrant", "Registrant Name", "emptyValue", hasProperty("fn")},        // -63201, -63204
	{"registrant", "Registrant Organization", "removal", hasProperty("org")},  // -63300, -63303
	{"registrant", "Registrant Street", "emptyValue", hasAddressPart(2)},      // -63401, -63404
	{"registrant", "Registrant City", "emptyValue", hasAddressPart(3)},        // -63501, -63504
	{"registrant", "Registrant Postal Code", "emptyValue", hasAddressPart(5)}, // -63601, -63604
	{"registrant", "Registrant Phone", "removal", hasProperty("tel")},         // -63700, -63703
	{"registrant", "Registrant Email", "removal", hasProperty("email")},       // -65400, -65403
	{"technical", "Tech Name", "emptyValue", hasProperty("fn")},               // -65001, -65004, -65005
	{"technical", "Tech Phone", "removal", hasProperty("tel")},                // -65100, -65103, -65104
	{"technical", "Tech Email", "removal", hasProperty("email")},              // -65500, -65502
	{"technical", "Registry Tech ID", "removal", hasHandle},
}

func hasHandle(e map[string]any) bool { return e["handle"] != nil }

// property returns the value of a property of an entity's jCard; nil if it has none.
func property(e map[string]any, name string) any {
	for _, p := range e["vcardArray"].([]any)[1].([]any) {
		if p := p.([]any); p[0] == name {
			return p[3]
		}
	}
	return nil
}

func hasProperty(name string) func(map[string]any) bool {
	return func(e map[string]any) bool { v := property(e, name); return v != nil && v != "" }
}

func hasAddressPart(i int) func(map[string]any) bool {
	return func(e map[string]any) bool {
		adr, ok := property(e, "adr").([]any)
		return ok && adr[i] != ""
	}
}

func TestRedactionByProfile(t *testing.T) {
	p, all := profileFixture(t)
	for _, n := range all {
		o := p.object("/rdap/domain/" + n)
		redacted := map[string]string{}
		list, _ := o["redacted"].([]any)
		for _, r := range list {
			r := r.(map[string]any)
			if kind, ok := r["name"].(map[string]any)["type"].(string); ok {
				redacted[kind] = r["method"].(string)
			}
		}
		var roles []string
		for _, one := range o["entities"].([]any) {
			e := one.(map[string]any)
			role := e["roles"].([]any)[0].(string)
			roles = append(roles, role)
			if role != "registrar" && property(e, "contact-uri") != nil {
				t.Errorf("%s: %s has a contact-uri", n, role)
			}
			for _, r := range profileRules {
				if method, listed := redacted[r.name]; r.role == role && (r.present(e) == listed || listed && method != r.method) {
					t.Errorf("%s: %s is present: %t, redacted by %q", n, r.name, r.present(e), method)
				}
			}
		}
		for _, role := range []string{"administrative", "billing"} { // their handles would have to be shown: -47600
			if slices.Contains(roles, role) {
				t.Errorf("%s has an entity %s", n, role)
			}
		}
	}
}

func TestRegistrarsUnderTheProfile(t *testing.T) {
	p, _ := profileFixture(t)
	registrarOf := func(path string) map[string]any {
		return p.object("/rdap/" + path)["entities"].([]any)[0].(map[string]any)
	}
	for _, path := range []string{"domain/a.example", "nameserver/ns1.a.example"} {
		e := registrarOf(path)
		id, _ := json.Marshal(e["publicIds"])
		if e["handle"] != "9995" || string(id) != `[{"identifier":"9995","type":"IANA Registrar ID"}]` { // -49200 to -49203
			t.Errorf("%s: %v %s", path, e["handle"], id)
		}
	}
	for _, path := range []string{"domain/plain.example", "nameserver/ns1.plain.example"} {
		if e := registrarOf(path); e["handle"] != "not applicable" || e["publicIds"] != nil { // -49205
			t.Errorf("%s: %v", path, e)
		}
	}
	if o := p.object("/rdap/entity/plain"); o["handle"] != "plain" {
		t.Errorf("the registrar itself: %v", o["handle"])
	}
}

// A Host header decides no link but that of a configured base URL.
func TestLinksFollowTheConfiguration(t *testing.T) {
	p := newSQLiteFixture(t)
	p.MoreURLs = []string{"https://rdap.b.example/rdap"}
	for host, want := range map[string]string{
		"evil.test": "http://rdap.a.example/rdap", "": "http://rdap.a.example/rdap", "rdap.a.example": "http://rdap.a.example/rdap",
		"RDAP.b.example": "https://rdap.b.example/rdap", "rdap.b.example:81": "http://rdap.a.example/rdap",
	} {
		for _, path := range []string{"domain/a.example", "domain/nothing.example", "domains?name=per*", "help"} {
			w := p.requestFrom(host, http.MethodGet, "/rdap/"+path)
			if body := w.Body.String(); strings.Contains(strings.ToLower(body), "evil.test") || !strings.Contains(body, `"value":"`+want+"/"+path) {
				t.Errorf("Host %q, %s has not %s:\n%s", host, path, want, body)
			}
		}
	}
}

func TestTheConfigurationHasBaseURLs(t *testing.T) {
	for _, c := range []struct {
		config rdap.Config
		want   string // part of the error; "": none
	}{
		{rdap.Config{}, ""},
		{rdap.Config{URL: "https://rdap.a.example/rdap"}, ""},
		{rdap.Config{URL: "http://127.0.0.1:8080/rdap/"}, ""},
		{rdap.Config{URL: "rdap.a.example"}, `url: "rdap.a.example"`},
		{rdap.Config{URL: "ftp://rdap.a.example"}, "url: "},
		{rdap.Config{URL: "https://u@rdap.a.example"}, "url: "},
		{rdap.Config{URL: "https://rdap.a.example/?x=y"}, "url: "},
		{rdap.Config{URL: "https://rdap.a.example", MoreURLs: []string{"//b"}}, `more_urls: "//b"`},
	} {
		if err := c.config.Check(); (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.config, err, c.want)
		}
	}
	var s rdap.Server
	(rdap.Config{URL: "https://a.example/rdap/", MoreURLs: []string{"https://b.example/"}}).Configure(&s)
	if got := fmt.Sprint(s.URL, s.MoreURLs); got != "https://a.example/rdap[https://b.example]" {
		t.Error(got)
	}
}
