package freenom_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// A client sends requests to a server over TCP.
type client struct {
	t   testing.TB
	url string
	who string // credentials sent with each call, urlencoded
}

// engines runs a test on every store engine with alice's client, and audits the
// ledger after it.
func engines(t *testing.T, test func(t *testing.T, w *story.Fixture, alice client)) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newFixture(t, open())
		s := httptest.NewServer(w.Handler)
		t.Cleanup(s.Close)
		test(t, w, client{t, s.URL, w.Vars["alice"]})
		problems, err := command.Ask(context.Background(), w.Runner, registry.Actor{}, ledger.Audit{})
		if err != nil || problems != nil {
			t.Errorf("audit: %v %v", problems, err)
		}
	})
}

// send sends a request and returns body and header of the response, whose status has
// to be 200.
func (c client) send(method, path, media, body string) (string, http.Header) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK {
		c.t.Errorf("%s %s: status %d", method, path, res.StatusCode)
	}
	return string(text), res.Header
}

// form calls a function with a form, as most clients do.
func (c client) form(method, path, params string) string {
	c.t.Helper()
	body, _ := c.send(method, path, "application/x-www-form-urlencoded", c.who+"&"+params)
	return body
}

func (c client) wants(got, want string) {
	c.t.Helper()
	if got != want {
		c.t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestClientsInTheWild sends requests in the styles of public client libraries.
func TestClientsInTheWild(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		password := url.QueryEscape(w.Vars["alice.password"])
		const form = "application/x-www-form-urlencoded"
		registered := func(name string) string {
			return `{"domain":[{"domainname":"` + name + `","domaintype":"FREE","period":"3M","expirationdate":"20260601","status":"REGISTERED"}],"result":"DOMAIN REGISTERED","status":"OK"}`
		}
		modified := func(name string) string {
			return `{"domain":[{"domainname":"` + name + `","status":"MODIFIED"}],"result":"DOMAIN MODIFIED","status":"OK"}`
		}

		// All parameters in the query of a POST without a body.
		body, _ := alice.send("POST", "/v2/domain/register.json?"+alice.who+"&domainname=a.tk&domainname=b.tk&domaintype=FREE&idshield=enabled&nameserver=ns1.a.example&nameserver=ns2.a.example", "", "")
		alice.wants(body, registered("A.TK"))

		// PHP arrays with indexes, in a form and as multipart.
		body = alice.form("POST", "/v2/domain/register", "domainname=c.tk&domaintype=FREE&idshield=enabled&nameserver%5B0%5D=ns1.a.example&nameserver%5B1%5D=ns2.a.example&nameserver%5B2%5D=")
		alice.wants(body, registered("C.TK"))
		var parts bytes.Buffer
		m := multipart.NewWriter(&parts)
		for _, p := range [][2]string{
			{"domainname", "d.tk"}, {"domaintype", "FREE"}, {"idshield", "enabled"}, {"forward_url", "https://a.example/"},
			{"email", "alice@freenom.example"}, {"password", w.Vars["alice.password"]},
		} {
			m.WriteField(p[0], p[1])
		}
		m.Close()
		body, _ = alice.send("POST", "/v2/domain/register", m.FormDataContentType(), parts.String())
		alice.wants(body, registered("D.TK"))

		// Parameters on separate lines, as in the manual's examples.
		body, _ = alice.send("POST", "/v2/domain/register", form,
			"domainname=e.tk& \n  domaintype=FREE&\\\n idshield=enabled& forward_url=https://a.example/&\n email=alice@freenom.example&\n password="+password)
		alice.wants(body, registered("E.TK"))

		// Forms with every method; one client always sends the parameter method.
		alice.wants(alice.form("PUT", "/v2/domain/modify", "domainname=a.tk&autorenew=disabled"), modified("A.TK"))
		alice.wants(alice.form("POST", "/v2/domain/modify.json", "method=PUT&testMode=1&domainname=a.tk&idshield=disabled"), modified("A.TK"))
		alice.wants(alice.form("DELETE", "/v2/domain/delete", "domainname=c.tk"), `{"domain":[{"domainname":"C.TK","status":"DELETED"}],"result":"DOMAIN DELETED","status":"OK"}`)
		body, _ = alice.send("DELETE", "/v2/domain/delete?domainname=d.tk&"+alice.who, "", "")
		alice.wants(body, `{"domain":[{"domainname":"D.TK","status":"DELETED"}],"result":"DOMAIN DELETED","status":"OK"}`)

		// A GET with a form as body and the Content-Type of JSON.
		body, _ = alice.send("GET", "/v2/domain/getinfo", "application/json", alice.who+"&domainname=e.tk")
		alice.wants(body, `{"domain":[{"domainname":"E.TK","domaintype":"FREE","expirationdate":"20260601","status":"ACTIVE",`+
			`"forward_url":"https://a.example/","forward_mode":"cloak","nameserver":[],"idshield":"enabled"}],"result":"DOMAIN LISTED","status":"OK"}`)

		// A list requested by POST, with test_mode, which has no effect on a query.
		body, _ = alice.send("POST", "/v1/domain/transfer/list", form, alice.who+"&test_mode=1")
		alice.wants(body, `{"transfer":[],"result":"0 TRANSFERS LISTED","status":"OK"}`)

		// Malformed bodies.
		body, _ = alice.send("POST", "/v2/domain/register", "multipart/form-data", "no boundary")
		alice.wants(body, `{"error":"Invalid request","status":"error"}`)
		body, _ = alice.send("POST", "/v2/domain/register.xml", form, strings.Repeat("a=1&", 2000))
		alice.wants(body, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+`<freenom><error>Invalid request</error><status>error</status></freenom>`)
		body, _ = alice.send("POST", "/v2/domain/register", form, "domainname="+strings.Repeat("a", 2<<20))
		alice.wants(body, `{"error":"Invalid request","status":"error"}`)
	})
}

func TestContentTypes(t *testing.T) {
	engines(t, func(t *testing.T, _ *story.Fixture, alice client) {
		for path, want := range map[string]string{
			"/v2/service/ping": "application/json; charset=UTF-8", "/v2/service/ping.json": "application/json; charset=UTF-8",
			"/v2/service/ping.xml": "application/xml; charset=UTF-8", "/v2/nothing.xml": "application/xml; charset=UTF-8", "/v2/nothing": "application/json; charset=UTF-8",
		} {
			if _, header := alice.send("GET", path, "", ""); header.Get("Content-Type") != want {
				t.Errorf("%s: %s", path, header.Get("Content-Type"))
			}
		}
	})
}

// A new password is valid at once, and the old one invalid, although its login is
// cached.
func TestAChangedPasswordTakesEffectAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		const none = `{"domain":[],"result":"0 DOMAINS FOUND","status":"OK"}`
		const denied = `{"error":"Login credentials do not match any account","status":"error"}`
		alice.wants(alice.form("GET", "/v2/domain/list", ""), none)
		secret, err := w.HashPassword("another one")
		if err != nil {
			t.Fatal(err)
		}
		u, err := access.Login(context.Background(), w.Runner, "freenom", "alice@freenom.example", w.Vars["alice.password"], "")
		if err != nil {
			t.Fatal(err)
		}
		story.Do(w, u.Actor(), access.SetPassword{PasswordHash: secret})
		alice.wants(alice.form("GET", "/v2/domain/list", ""), denied)
		alice.who = "email=ALICE%40freenom.example&password=another+one"
		alice.wants(alice.form("GET", "/v2/domain/list", ""), none)
	})
}
