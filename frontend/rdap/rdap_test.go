package rdap_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

func euros(n int64) money.Amount { return money.EUR(n * 100) }

func newSQLiteFixture(t testing.TB) fixture {
	s, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return newFixture(t, s)
}

// golden compares a response with a file.
func golden(t *testing.T, file string, body []byte) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, bytes.TrimSpace(body), "", " "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	path := filepath.Join("testdata", file+".json")
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Errorf("%s: got\n%s", file, pretty.Bytes())
	}
}

func TestGoldenAnswers(t *testing.T) {
	p := newSQLiteFixture(t)
	for _, path := range []string{
		"domain/a.example", "domain/person.example", "domain/xn--caf-dma.example", "domain/person.fr", "domain/shielded.tk",
		"domain/person.ee", "domain/disclosed.ee", "domain/org.ee", "domain/consent.it", "domain/silent.it",
		"nameserver/ns1.a.example", "nameserver/ns1.person.ee", "entity/9995", "entity/org", "entity/person", "help",
	} {
		golden(t, strings.ReplaceAll(path, "/", "-"), p.get("/rdap/"+path).Body.Bytes())
	}
}

// Data that is not public is in no response.
func TestPrivateDataIsNotShown(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		p := newFixture(t, open())
		secrets := []string{
			"Alice Private", "person@c.example", "Silvia Tace", "silent@c.example", "consenting@c.example", "RSSMRA80A01F205X", "1980-01-08",
			"hidden@c.example", "authInfo", "Hidden Works",
		}
		for path, more := range map[string][]string{
			"domain/a.example": nil, "domain/person.example": nil, "domain/xn--caf-dma.example": nil, "domain/person.fr": {"Milano", "20100", `"IT"`, "39.02"},
			"domain/shielded.tk": {"Milano", "c.example", "Example Works", "39.02"}, "domain/person.ee": {"Milano", "39.02"},
			"domain/disclosed.ee": {"Milano", "39.02"}, "domain/org.ee": {"org@c.example", "Milano"}, "domain/consent.it": {"39.02"}, "domain/silent.it": {"Milano"},
			"entity/person": {"Milano", "39.02"}, "entity/silent": nil, "entity/open": {"Milano"},
			"domains?name=per*.example": nil, "domains?name=person.fr": {"Milano"}, "domains?nsLdhName=ns2.b.test": nil,
		} {
			body := p.get("/rdap/" + path).Body.String()
			for _, secret := range slices.Concat(secrets, more) {
				if strings.Contains(body, secret) {
					t.Errorf("%s shows %q:\n%s", path, secret, body)
				}
			}
		}
		if p.get("/rdap/entity/hidden").Code != http.StatusNotFound {
			t.Error("a contact that only a shielded domain uses is shown")
		}
		story.Do(p.Fixture, best, contact.CreateContact{Contact: registry.Contact{
			ID: "nameless", Email: "nameless@c.example", Postal: registry.Postal{Name: "Desk", Org: "Nameless Works", Street: []string{"Via Esempio 1"}, City: "Milano", Country: "IT"},
		}})
		if w := p.get("/rdap/entity/nameless"); w.Code != 404 {
			t.Errorf("a contact that no domain uses is shown: %s", w.Body)
		}
		for path, want := range map[string][]string{
			"domain/a.example": {"Example Works", "org@c.example", "Via Esempio 1"}, "domain/disclosed.ee": {"Olga Open", "open@c.example"},
			"domain/org.ee": {"Example Works"}, "domain/consent.it": {"Carla Consente", "Via Esempio 1"}, "domain/shielded.tk": {"Best Names", "abuse@best.example"},
			"domain/person.example": {`"cc":"IT"`, "https://www.best.example"}, // the registrar's
		} {
			body := p.get("/rdap/" + path).Body.String()
			for _, text := range want {
				if !strings.Contains(body, text) {
					t.Errorf("%s does not show %q:\n%s", path, text, body)
				}
			}
		}
	})
}

// Responses follow the lifecycle although the scheduler does not run.
func TestAnswersFollowTheLifecycle(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		p := newFixture(t, open())
		status := func(want ...string) {
			t.Helper()
			if got := fmt.Sprint(p.object("/rdap/domain/person.example")["status"]); got != fmt.Sprint(want) {
				t.Errorf("at %s: status %s, want %v", p.Now(), got, want)
			}
		}
		status("active", "add period")
		p.SetTime(story.StartTime.Add(5 * 24 * time.Hour))
		status("active")
		hold := registry.StatusEntry{Status: registry.ClientHold}
		story.Do(p.Fixture, best, object.UpdateDomain{Name: "person.example", Statuses: command.Edit[registry.StatusEntry]{Add: []registry.StatusEntry{hold}}})
		status("client hold")
		signed := p.object("/rdap/domain/person.example")["secureDNS"].(map[string]any)["delegationSigned"]
		if signed != false {
			t.Error("a domain on hold is signed in the zone")
		}
		story.Do(p.Fixture, best, object.UpdateDomain{Name: "person.example", Statuses: command.Edit[registry.StatusEntry]{Rem: []registry.StatusEntry{hold}}})
		status("active")
		p.SetTime(story.StartTime.AddDate(1, 0, 0))
		status("active", "auto renew period")
		story.Do(p.Fixture, best, object.DeleteDomain{Name: "person.example"})
		status("pending delete", "redemption period")
		story.Do(p.Fixture, best, object.RestoreDomain{Name: "person.example"})
		status("pending delete", "pending restore")
		p.SetTime(p.Now().Add(7 * 24 * time.Hour))
		status("pending delete", "redemption period")
		p.SetTime(p.Now().Add(23 * 24 * time.Hour))
		status("pending delete", "server hold")
		p.SetTime(p.Now().Add(5 * 24 * time.Hour))
		if code := p.get("/rdap/domain/person.example").Code; code != http.StatusNotFound {
			t.Errorf("after its release: %d", code)
		}
		if found := p.object("/rdap/domains?name=pers*.example")["domainSearchResults"].([]any); len(found) != 0 {
			t.Errorf("after its release a search finds %v", found)
		}
	})
}

// A renewal that the registrar cannot pay is not shown.
func TestUnpaidRenewalsAreNotShown(t *testing.T) {
	p := newSQLiteFixture(t)
	story.Do(p.Fixture, story.Operator, registrar.CreateRegistrar{Registrar: registry.Registrar{ID: "poor", Name: "Poor", Currency: "EUR"}})
	story.Do(p.Fixture, story.Operator, ledger.Deposit{Registrar: "poor", Amount: euros(15)})
	poor := registry.Actor{Registrar: "poor", Roles: []registry.Role{registry.RoleSuper}}
	c := contacts()[0]
	c.ID = "mine"
	story.Do(p.Fixture, poor, contact.CreateContact{Contact: c})
	story.Do(p.Fixture, poor, object.CreateDomain{Name: "poor.example", Registrant: "mine"})
	p.SetTime(story.StartTime.AddDate(1, 0, 0))
	if got := fmt.Sprint(p.object("/rdap/domain/poor.example")["status"]); got != "[pending delete redemption period inactive]" && got != "[pending delete inactive redemption period]" {
		t.Errorf("status %s", got)
	}
}

func TestNamesInBothForms(t *testing.T) {
	p := newSQLiteFixture(t)
	for _, path := range []string{"caf%C3%A9.example", "xn--caf-dma.example", "XN--CAF-DMA.Example", "xn--caf-dma.example."} {
		o := p.object("/rdap/domain/" + path)
		if o["ldhName"] != "xn--caf-dma.example" || o["unicodeName"] != "café.example" {
			t.Errorf("%s: %v, %v", path, o["ldhName"], o["unicodeName"])
		}
	}
}

func TestBadRequests(t *testing.T) {
	p := newSQLiteFixture(t)
	long := strings.Repeat("a", 4096)
	for path, want := range map[string]int{
		"/rdap/domain/nothing.example": 404, "/rdap/domain/a.nowhere": 404, "/rdap/domain/example": 404, "/rdap/domain/www.a.example": 404,
		"/rdap/nameserver/ns9.a.example": 404, "/rdap/entity/nobody": 404, "/rdap/entity/0": 404, "/rdap/entity/7-XYZ": 404,
		"/rdap/domain/%00": 400, "/rdap/domain/a%00.example": 400, "/rdap/domain/" + long: 400, "/rdap/domain/" + long + ".example": 400,
		"/rdap/domain/": 400, "/rdap/domain": 400, "/rdap/domain/-a.example": 400, "/rdap/domain/a..example": 400, "/rdap/domain/%ff%fe.example": 400,
		"/rdap/domain/a.example/more": 400, "/rdap/domain/a%2Fb.example": 400, "/rdap/entity/%0a": 400, "/rdap/entity/" + long: 400, "/rdap": 400,
		"/rdap/": 400, "/rdap/other/a": 400, "/rdap/help/me": 400, "/rdap/nameserver/%20": 400,
		"/rdap/ip/192.0.2.1": 501, "/rdap/autnum/64496": 501, "/rdap/entities?fn=a*": 501,
		"/rdap/domains?name=*": 422, "/rdap/domains?name=*.example": 422, "/rdap/domains?name=ab*": 422, "/rdap/domains?name=abc*d.example": 422,
		"/rdap/domains?name=a*b*.example": 422, "/rdap/domains?name=caf%C3%A9*.example": 422, "/rdap/domains?name=" + strings.Repeat("a", 300): 422,
		"/rdap/domains?name=abc*.": 200, "/rdap/domains?name=%25%25%25*": 422, "/rdap/nameservers?name=*": 422, "/rdap/domains?nsLdhName=*": 422,
		"/rdap/domains": 400, "/rdap/domains?": 400, "/rdap/domains?name=": 400, "/rdap/domains?name=abc*&name=abd*": 400, "/rdap/domains?name=abc*&nsIp=192.0.2.1": 400,
		"/rdap/domains?nsIp=nothing": 400, "/rdap/domains?nsIp=fe80::1%25eth0": 400, "/rdap/domains?ip=192.0.2.1": 400, "/rdap/nameservers?nsIp=192.0.2.1": 400,
		"/rdap/domains?name=abc*&cursor=!": 400, "/rdap/domains?name=abc*&cursor=AAAA": 400, "/rdap/domains?name=abc*&sort=registrationDate": 400,
		"/rdap/domains?name=abc*&count=perhaps": 400, "/rdap/domains?name=abc%00*": 400, "/rdap/domains?name=" + long + long: 400, "/rdap/domains?%zz": 400,
		"/rdap/domains?name=abc*.example&sort=name": 200, "/rdap/domains?name=nothing.example": 200, "/rdap/nameservers?ip=198.51.100.1": 200,
	} {
		w := p.get(path)
		if h := w.Header(); w.Code != want || h.Get("Content-Type") != "application/rdap+json" || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%.80s: %d %v, want %d\n%s", path, w.Code, h, want, w.Body)
		}
	}
}

func TestMethods(t *testing.T) {
	p := newSQLiteFixture(t)
	get, head := p.get("/rdap/domain/a.example"), p.request("HEAD", "/rdap/domain/a.example")
	if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d, %d octets, %v", head.Code, head.Body.Len(), head.Header())
	}
	if w := p.request("HEAD", "/rdap/domain/nothing.example"); w.Code != 404 || w.Body.Len() != 0 {
		t.Errorf("HEAD of an unknown domain: %d %s", w.Code, w.Body)
	}
	if w := p.request("OPTIONS", "/rdap/domain/a.example"); w.Code != 204 || w.Header().Get("Access-Control-Allow-Methods") == "" {
		t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		if w := p.request(method, "/rdap/domain/a.example"); w.Code != 405 || w.Header().Get("Allow") == "" {
			t.Errorf("%s: %d %v", method, w.Code, w.Header())
		}
	}
}

func TestConditionalRequestsAnswer304(t *testing.T) {
	p := newSQLiteFixture(t)
	p.SetTime(p.Now().Truncate(time.Hour).Add(time.Hour))
	for _, path := range []string{
		"domain/a.example", "nameserver/ns1.a.example", "entity/9995", "entity/org", "domains?name=per*", "nameservers?ip=192.0.2.1", "help",
	} {
		first := p.get("/rdap/" + path)
		tag := first.Header().Get("ETag")
		if !strings.HasPrefix(tag, `"`) || first.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", path, first.Header())
		}
		if head := p.request("HEAD", "/rdap/"+path).Header(); fmt.Sprint(head) != fmt.Sprint(first.Header()) {
			t.Errorf("HEAD %s: %v, GET has %v", path, head, first.Header())
		}
		p.SetTime(p.Now().Add(10 * time.Minute)) // only the time has changed
		if again := p.get("/rdap/" + path); again.Body.String() != first.Body.String() {
			t.Errorf("%s: other octets under the same strong tag:\n%s", path, again.Body)
		}
		for _, method := range []string{"GET", "HEAD"} {
			for _, tags := range []string{tag, `"x", ` + tag, "*", "W/" + tag} {
				if w := p.request(method, "/rdap/"+path, "If-None-Match", tags); w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
					t.Errorf("%s %s, If-None-Match %s: %d, %v", method, path, tags, w.Code, w.Header())
				}
			}
		}
		p.SetTime(p.Now().Add(50 * time.Minute))
		if w := p.get("/rdap/"+path, "If-None-Match", tag); w.Code != 200 && path != "help" {
			t.Errorf("%s an hour later: %d", path, w.Code)
		}
	}
	tag := p.get("/rdap/domain/a.example").Header().Get("ETag")
	story.Do(p.Fixture, best, object.UpdateDomain{Name: "a.example", AddNS: []object.NS{{Host: "ns2.b.test"}, {Host: "ns1.a.example"}}})
	if w := p.get("/rdap/domain/a.example", "If-None-Match", tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("after a change: %d, %v", w.Code, w.Header())
	}
}

func TestRateLimit(t *testing.T) {
	p := newSQLiteFixture(t)
	p.Limit = &limit.Buckets{PerSecond: 1, Burst: 10}
	p.ClientAddr = func(req *http.Request) netip.Addr { return netip.MustParseAddr(req.Header.Get("From")) }
	refused := 0
	for range 30 {
		w := p.get("/rdap/help", "From", "192.0.2.1")
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") != "" {
			refused++
		}
	}
	if refused < 15 || refused > 20 {
		t.Errorf("of 30 requests at once %d were refused", refused)
	}
	if w := p.get("/rdap/help", "From", "192.0.2.77"); w.Code != http.StatusTooManyRequests {
		t.Errorf("another address of the network gets %d", w.Code)
	}
	if w := p.get("/rdap/help", "From", "198.51.100.1"); w.Code != 200 {
		t.Errorf("another network gets %d", w.Code)
	}
}
