package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
)

// TestANameBoughtThroughOneFrontendIsSeenInAllOthers registers domains through three
// frontends of the demo, and looks each up through the others.
func TestANameBoughtThroughOneFrontendIsSeenInAllOthers(t *testing.T) {
	d := sharedDemo(t)
	p := d.info[demo.Production]
	alice := p.login(t, 0)
	if a := p.create(t, alice, "abc.it"); a.status != 200 {
		t.Fatalf("KifDom: %d %s", a.status, a.body)
	}
	freenom := p.freenom("POST", "domain/register", "domainname=free.tk&domaintype=FREE&idshield=enabled&forward_url=https://c.example/there")
	if !strings.Contains(freenom, "DOMAIN REGISTERED") {
		t.Fatalf("Freenom: %s", freenom)
	}
	console := p.console(`<create><d:create xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>c.ee</d:name><d:period unit="y">1</d:period>` +
		`<d:ns><d:hostAttr><d:hostName>ns1.a.example</d:hostName></d:hostAttr><d:hostAttr><d:hostName>ns2.a.example</d:hostName></d:hostAttr></d:ns>` +
		`<d:registrant>` + string(demo.Mari) + `</d:registrant><d:authInfo><d:pw>Strong-Enough-4-You!!</d:pw></d:authInfo></d:create></create>`)
	if !strings.Contains(console, `code=\"1000\"`) {
		t.Errorf("EPP by REPP: %s", console)
	}
	if a := p.create(t, alice, "c.ee"); a.status != 400 {
		t.Errorf("KifDom sells c.ee again: %d %s", a.status, a.body)
	}

	for n, lookups := range map[string]map[string]func(string) string{
		"abc.it": {
			"is taken at Altravia": func(n string) string { return p.altravia("/check/" + n) },
			"is taken at Freenom":  func(n string) string { return p.freenom("GET", "domain/search", "domaintype=PAID&domainname="+n) },
			"is taken in EPP":      p.checked,
			"is in REPP":           func(n string) string { return p.repp("/repp/v1/domains/" + n) },
			"is in RDAP":           func(n string) string { return get(p.RDAP+"/domain/"+n, "") },
			"is in WHOIS":          p.asked,
			"is in DNS":            func(n string) string { return p.resolved(n, mdns.TypeNS) },
		},
		"free.tk": {
			"is taken at Altravia": func(n string) string { return p.altravia("/check/" + n) },
			"is taken in EPP":      p.checked,
			"is in REPP":           func(n string) string { return p.repp("/repp/v1/domains/" + n) },
			"is in RDAP":           func(n string) string { return get(p.RDAP+"/domain/"+n, "") },
			"is in WHOIS":          p.asked,
			"is in DNS":            func(n string) string { return p.resolved(n, mdns.TypeA) },
			"leads on":             p.visited,
		},
	} {
		for what, look := range lookups {
			want := map[string]string{
				"is taken at Altravia": `412`, "is taken at Freenom": `NOT AVAILABLE`, "is taken in EPP": `avail=\"0\">` + n,
				"is in REPP": `"name":"` + n + `"`, "is in RDAP": `"ldhName":"` + n + `"`, "is in WHOIS": n,
				"leads on":  `src="https://c.example/there/path?q=1"`,
				"is in DNS": map[string]string{"abc.it": "ns1.kifdom.example.", "free.tk": "127.0.0.1"}[n],
			}[what]
			got := look(n)
			for begun := time.Now(); !strings.Contains(got, want) && time.Since(begun) < time.Second; got = look(n) {
				time.Sleep(10 * time.Millisecond)
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s %s: within a second %q is not in\n%s", n, what, want, got)
			}
		}
	}

	if rcode := p.updated("abc.it", "www.abc.it. 300 IN A 192.0.2.1"); rcode != "NOERROR" {
		t.Fatalf("an update of abc.it: %s", rcode)
	}
	if a := send(t, "GET", p.HTTP+"/api/v1/dns-zones/abc.it", "", alice, ""); !strings.Contains(a.body, `"value":"192.0.2.1"`) {
		t.Errorf("KifDom's records of abc.it: %s", a.body)
	}
	if got := p.resolved("www.abc.it", mdns.TypeA); !strings.Contains(got, "192.0.2.1") {
		t.Errorf("DNS of www.abc.it: %s", got)
	}
}

func get(address, authorization string) string {
	req, err := http.NewRequest("GET", address, nil)
	if err != nil {
		return err.Error()
	}
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	return fetch(http.DefaultClient, req)
}

// fetch returns the status, the Location and the body of a response.
func fetch(c *http.Client, req *http.Request) string {
	res, err := c.Do(req)
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return fmt.Sprint(res.StatusCode, " ", res.Header.Get("Location"), " ", string(b))
}

func (s endpoints) freenom(method, function, form string) string {
	u := s.Freenom[0]
	form += "&" + url.Values{"email": {u.Email}, "password": {u.Password}}.Encode()
	req, err := http.NewRequest(method, s.HTTP+"/v2/"+function+"?"+form, nil)
	if err != nil {
		return err.Error()
	}
	return fetch(http.DefaultClient, req)
}

func (s endpoints) altravia(path string) string {
	return get(s.HTTP+path, "Bearer "+s.Altravia[0].Token)
}

func (s endpoints) basic() string {
	u := s.REPP[0]
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(u.Username+":"+u.Password))
}

func (s endpoints) repp(path string) string { return get(s.HTTP+path, s.basic()) }

// console sends an EPP command by REPP's XML console, as the registrars' portal does.
func (s endpoints) console(command string) string {
	frame := `<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command>` + command + `</command></epp>`
	req, err := http.NewRequest("POST", s.HTTP+"/repp/v1/registrar/xml_console", strings.NewReader(fmt.Sprintf(`{"payload":%q}`, frame)))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Authorization", s.basic())
	req.Header.Set("Content-Type", "application/json")
	return fetch(http.DefaultClient, req)
}

func (s endpoints) checked(n string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(
		s.console(`<check><d:check xmlns:d="urn:ietf:params:xml:ns:domain-1.0"><d:name>` + n + `</d:name></d:check></check>`))
}

func (s endpoints) asked(n string) string {
	conn, err := net.Dial("tcp", s.WHOIS)
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	fmt.Fprintf(conn, "%s\r\n", n)
	b, _ := io.ReadAll(conn)
	return string(b)
}

func (s endpoints) resolved(n string, kind uint16) string {
	a, err := mdns.Exchange(new(mdns.Msg).SetQuestion(n+".", kind), s.DNS)
	if err != nil {
		return err.Error()
	}
	return a.String()
}

// updated adds a record to a zone by UPDATE with the demo's key, and returns the
// response code.
func (s endpoints) updated(zone, add string) string {
	rr, err := mdns.NewRR(add)
	if err != nil {
		return err.Error()
	}
	m := new(mdns.Msg)
	m.SetUpdate(zone + ".")
	m.Insert([]mdns.RR{rr})
	m.SetTsig(s.TSIG.Name, mdns.HmacSHA256, 300, time.Now().Unix())
	c := &mdns.Client{Net: "tcp", TsigSecret: map[string]string{s.TSIG.Name: base64.StdEncoding.EncodeToString(s.TSIG.Secret)}}
	a, _, err := c.Exchange(m, s.DNS)
	if err != nil {
		return err.Error()
	}
	return mdns.RcodeToString[a.Rcode]
}

// visited returns the forwarder's response for a domain.
func (s endpoints) visited(n string) string {
	req, err := http.NewRequest("GET", s.Forward+"/path?q=1", nil)
	if err != nil {
		return err.Error()
	}
	req.Host = n
	return fetch(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, req)
}
