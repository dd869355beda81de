package rest_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

type purchase struct {
	DomainName string           `json:"domainname" example:"A.EXAMPLE"`
	Years      int              `json:"years,omitempty" example:"1"`
	Nameserver []string         `json:"nameserver,omitempty" example:"ns1.a.example,ns2.a.example"`
	Shield     *bool            `json:"shield,omitempty"`
	Note       rest.Opt[string] `json:"note"`
}

type outcome struct {
	XMLName struct{} `json:"-" xml:"freenom"`
	Result  string   `json:"result" xml:"result" example:"DOMAIN REGISTERED"`
	Status  string   `json:"status" xml:"status" example:"OK"`
}

type refusal struct {
	XMLName struct{} `json:"-" xml:"freenom"`
	Error   string   `json:"error" xml:"error" example:"Invalid domainname"`
	Status  string   `json:"status" xml:"status" example:"error"`
}

func renderXML(v any) ([]byte, error) { return xml.Marshal(v) }

// formDialect takes forms with all methods, and responds in JSON or, with the suffix
// .xml, in XML.
func formDialect() *rest.Dialect {
	return &rest.Dialect{
		Name: "forms", Title: "Forms API", Prefix: "/v2",
		Security: []rest.Scheme{{Name: "login", Kind: rest.Params, Params: []string{"email", "password"}}},
		Consumes: []string{"application/x-www-form-urlencoded", "multipart/form-data"},
		Produces: []rest.Media{{Type: "application/json"}, {Type: "application/xml", Render: renderXML}},
		Locate: func(c *rest.Call) (method, path string, err error) {
			form, err := c.Form()
			if err != nil {
				return "", "", err
			}
			method, path = c.Request.Method, c.Request.URL.Path
			if m := form.Get("method"); m != "" {
				method = strings.ToUpper(m)
			}
			if p, ok := strings.CutSuffix(path, ".xml"); ok {
				path, c.Data = p, "xml"
			}
			return method, strings.TrimSuffix(path, ".json"), nil
		},
		Authenticate: func(c *rest.Call) (registry.Actor, error) {
			form, err := c.Form()
			switch {
			case err != nil:
				return registry.Actor{}, err
			case form.Get("email") == "":
				return registry.Actor{}, registry.ErrTokenMissing
			case form.Get("password") != "p w":
				return registry.Actor{}, registry.ErrLogin
			}
			return registry.Actor{Registrar: "forms"}, nil
		},
		Read: rest.ReadForm,
		Write: func(c *rest.Call, status int, body any) {
			if c.Data != "xml" {
				rest.WriteJSON(c, status, body)
				return
			}
			b, err := renderXML(body)
			if err != nil {
				panic(err)
			}
			c.Header().Set("Content-Type", "application/xml; charset=UTF-8")
			c.WriteHeader(status)
			c.Write(append([]byte(xml.Header), b...))
		},
		DefaultRefusal: func(f *registry.Fault) rest.Refusal { return rest.Refusal{Status: 200, Text: "Invalid " + f.Field} },
		Refusals: map[string]rest.Refusal{
			"token-absent": {Status: 200, Text: "No anonymous access, authorization required"},
			"login":        {Status: 200, Text: "Login credentials do not match any account"},
		},
		ErrorBody: func(_ *rest.Call, r rest.Refusal, _ *registry.Fault) any {
			return refusal{Error: r.Text, Status: "error"}
		},
		NoRoute: func(*rest.Call, []string) (int, any) {
			return 200, refusal{Error: "No function called or function not supported", Status: "error"}
		},
		Header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}},
		Routes: []rest.Route{
			rest.HandleFunc("POST /domain/register", "Register a domain", 200, buy, rest.Doc{Tag: "domain", Response: outcome{Result: "DOMAIN REGISTERED", Status: "OK"}}),
			rest.HandleFunc("GET /domain/getinfo", "Show a domain", 200, buy, rest.Doc{Tag: "domain", OptionalAuth: true}),
			rest.HandleFunc("DELETE /domain/delete", "Delete a domain", 200, buy, rest.Doc{Tag: "domain"}),
		},
	}
}

func buy(_ *rest.Call, in purchase) (outcome, error) {
	shield := "unset"
	if in.Shield != nil {
		shield = fmt.Sprint(*in.Shield)
	}
	return outcome{Result: fmt.Sprintf("%s %d %q %s %v", in.DomainName, in.Years, in.Nameserver, shield, in.Note.Set), Status: "OK"}, nil
}

func TestFormsFromEverywhere(t *testing.T) {
	ask, _ := serve(t, formDialect())
	const form, login = "application/x-www-form-urlencoded", "email=a&password=p%20w"
	const parts = "--b\r\nContent-Disposition: form-data; name=\"domainname\"\r\n\r\nA.EXAMPLE\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"nameserver[0]\"\r\n\r\nx\r\n--b--\r\n"
	for _, c := range []struct{ method, path, media, body, want string }{
		{"POST", "/v2/domain/register", form, login + "&domainname=A.EXAMPLE&nameserver=x&nameserver=y", `{"result":"A.EXAMPLE 0 [\"x\" \"y\"] unset false","status":"OK"}`},
		{"POST", "/v2/domain/register.json", form, login + "&domainname=A.EXAMPLE&nameserver[0]=x&nameserver%5B1%5D=y&years=2&shield=on", `{"result":"A.EXAMPLE 2 [\"x\" \"y\"] true false","status":"OK"}`},
		{"POST", "/v2/domain/register?" + login + "&domainname=A.EXAMPLE&nameserver[]=x", form, "", `{"result":"A.EXAMPLE 0 [\"x\"] unset false","status":"OK"}`},
		{"POST", "/v2/domain/register", "text/plain", login + "&\\\n  domainname= A.EXAMPLE &note=", `{"result":"A.EXAMPLE 0 [] unset true","status":"OK"}`},
		{"POST", "/v2/domain/register?" + login, "multipart/form-data; boundary=b", parts, `{"result":"A.EXAMPLE 0 [\"x\"] unset false","status":"OK"}`},
		{"GET", "/v2/domain/getinfo", "application/json", login + "&domainname=A.EXAMPLE", `{"result":"A.EXAMPLE 0 [] unset false","status":"OK"}`},
		{"POST", "/v2/domain/delete", form, login + "&method=delete&domainname=A.EXAMPLE", `{"result":"A.EXAMPLE 0 [] unset false","status":"OK"}`},
		{"DELETE", "/v2/domain/delete.xml", form, login + "&domainname=A.EXAMPLE", xml.Header + `<freenom><result>A.EXAMPLE 0 [] unset false</result><status>OK</status></freenom>`},
		{"GET", "/v2/domain/getinfo?domainname=50%off&x;y", form, "", `{"result":"50%off 0 [] unset false","status":"OK"}`},
		{"POST", "/v2/domain/register", form, login + "&domainname=A.EXAMPLE&years=", `{"result":"A.EXAMPLE 0 [] unset false","status":"OK"}`},
		{"POST", "/v2/domain/register", form, login + "&domainname=A.EXAMPLE&years=two", `{"error":"Invalid years","status":"error"}`},
		{"POST", "/v2/domain/register", form, login + "&domainname=", `{"error":"Invalid domainname","status":"error"}`},
		{"POST", "/v2/domain/register", form, "domainname=A.EXAMPLE", `{"error":"No anonymous access, authorization required","status":"error"}`},
		{"GET", "/v2/domain/getinfo?domainname=A.EXAMPLE&email=a&password=x", form, "", `{"error":"Login credentials do not match any account","status":"error"}`},
		{"GET", "/v2/domain/register.xml", form, "", xml.Header + `<freenom><error>No function called or function not supported</error><status>error</status></freenom>`},
		{"POST", "/v2/domain/register", form, "domainname=%ff", `{"error":"Invalid domainname","status":"error"}`},
		{"POST", "/v2/domain/register", form, strings.Repeat("a=1&", 1001), `{"error":"Invalid ","status":"error"}`},
		{"POST", "/v2/domain/register", "multipart/form-data; boundary=b", "--b\r\nrubbish", `{"error":"Invalid ","status":"error"}`},
	} {
		res := ask(c.method, c.path, c.body, "Content-Type", c.media)
		if got := text(t, res); got != c.want {
			t.Errorf("%s %s %.80s\n got %s\nwant %s", c.method, c.path, c.body, got, c.want)
		}
	}
}

// With ReadFormUnchecked, required parameters may be empty or missing. The dialect
// also has PrefixAliases and an ErrorStatus.
func TestFormsWithoutRequiredChecks(t *testing.T) {
	d := formDialect()
	d.Read, d.PrefixAliases, d.ErrorStatus = rest.ReadFormUnchecked, []string{"/v1"}, 299
	locate := d.Locate
	d.Locate = func(c *rest.Call) (string, string, error) {
		method, path, err := locate(c)
		return method, strings.Replace(path, "/v1/", "/v2/", 1), err
	}
	if got := fmt.Sprint(d.Mounts()); got != "[/v2/domain /v1]" {
		t.Errorf("mounts at %s", got)
	}
	ask, _ := serve(t, d)
	const form, login = "application/x-www-form-urlencoded", "email=a&password=p%20w"
	for _, c := range []struct {
		path, body string
		status     int
		want       string
	}{
		{"/v2/domain/register", login, 200, `{"result":" 0 [] unset false","status":"OK"}`},
		{"/v1/domain/register", login + "&domainname=&note=&years=", 200, `{"result":" 0 [] unset true","status":"OK"}`},
		{"/v1/domain/register", login + "&years=two", 299, `{"error":"Invalid years","status":"error"}`},
		{"/v1/domain/register", "", 299, `{"error":"No anonymous access, authorization required","status":"error"}`},
	} {
		res := ask("POST", c.path, c.body, "Content-Type", form)
		if got := text(t, res); got != c.want || res.StatusCode != c.status {
			t.Errorf("%s %s\n got %d %s\nwant %d %s", c.path, c.body, res.StatusCode, got, c.status, c.want)
		}
	}
}

func TestNestedForms(t *testing.T) {
	type contact struct {
		Code string `json:"code"`
		Kind string `json:"type,omitempty"`
	}
	type order struct {
		Domain struct {
			Name     string    `json:"name"`
			Period   int       `json:"period,omitempty"`
			Admins   []string  `json:"admin_contacts,omitempty"`
			Contacts []contact `json:"contacts,omitempty"`
			Verified bool      `json:"verified,omitempty"`
		} `json:"domain"`
	}
	ask, _ := serve(t, &rest.Dialect{Name: "nested", Read: rest.ReadBody, Routes: []rest.Route{
		rest.HandleFunc("POST /domains", "Register", 200, func(_ *rest.Call, in order) (order, error) { return in, nil }),
	}})
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct{ media, body, want string }{
		{form, "domain[name]=a.example&domain[period]=12&domain[admin_contacts][]=A&domain[admin_contacts][]=B&domain[verified]=1",
			`{"domain":{"name":"a.example","period":12,"admin_contacts":["A","B"],"verified":true}}`},
		{form, "domain[name]=a.example&domain[contacts][][code]=A&domain[contacts][][type]=admin&domain[contacts][][code]=B",
			`{"domain":{"name":"a.example","contacts":[{"code":"A","type":"admin"},{"code":"B"}]}}`},
		{form, "domain[name]=a.example&domain[contacts][0][code]=A&domain[contacts][1][code]=B",
			`{"domain":{"name":"a.example","contacts":[{"code":"A"},{"code":"B"}]}}`},
		{"application/json", `{"domain":{"name":"a.example"}}`, `{"domain":{"name":"a.example"}}`},
		{form, `{"domain":{"name":"a.example"}}`, `{"domain":{"name":"a.example"}}`},
		{"application/json", `{"domain":{"name":"a.example","period":"12"}}`, `{"message":"the value has the wrong type"}`},
		{form, "domain[name]=a&domain[name][x]=b", `{"message":"the request cannot be read"}`},
		{form, "domain=a.example", `{"message":"the value has the wrong type"}`},
		{form, "domain" + strings.Repeat("[x]", 5000) + "=1", `{"message":"the request cannot be read"}`},
		{form, "", `{"message":"a required value is missing"}`},
		// Members without their wrapper, as Rails takes them.
		{"application/json", `{"name":"a.example","period":2,"more":{"domain":1}}`, `{"domain":{"name":"a.example","period":2}}`},
		{form, "name=a.example&contacts[][code]=A", `{"domain":{"name":"a.example","contacts":[{"code":"A"}]}}`},
		{"application/json", `{"name":"b.example","domain":{"name":"a.example"}}`, `{"domain":{"name":"a.example"}}`},
		{"application/json", `{"name":"a.example","domain":null}`, `{"message":"a required value is missing"}`},
		{"application/json", `{"title":"a.example"}`, `{"message":"a required value is missing"}`},
	} {
		if got := text(t, ask("POST", "/domains", c.body, "Content-Type", c.media)); got != c.want {
			t.Errorf("%.90s\n got %s\nwant %s", c.body, got, c.want)
		}
	}
}

func TestBasicInEitherAlphabet(t *testing.T) {
	ask, _ := serve(t, &rest.Dialect{Name: "basic", Routes: []rest.Route{
		rest.HandleFunc("GET /who", "Who", 200, func(c *rest.Call, _ nothing) (echo, error) {
			user, password, ok := c.Basic()
			return echo{fmt.Sprintf("%s %s %v", user, password, ok)}, nil
		}),
	}})
	for header, want := range map[string]string{
		"Basic dXNlcjo/Pz8+":  "user ???> true",
		"basic dXNlcjo_Pz8-":  "user ???> true",
		" Basic dXNlcjpwOnc=": "user p:w true",
		"Basic ///":           "  false",
		"Basic":               "  false",
		"Bearer dXNlcjpw":     "  false",
	} {
		if got := text(t, ask("GET", "/who", "", "Authorization", header)); got != `{"got":"`+want+`"}` {
			t.Errorf("%q: got %s", header, got)
		}
	}
}
