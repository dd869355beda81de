package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

func TestTheDemoServesFreenom(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	if len(p.Freenom) != 3 || len(s.Freenom) != 3 {
		t.Fatalf("customers: %v, %v", p.Freenom, s.Freenom)
	}
	call := func(server, method, path string, who rest.DemoLogin, params string) string {
		t.Helper()
		body := url.Values{"email": {who.Email}, "password": {who.Password}}.Encode() + "&" + params
		req, err := http.NewRequest(method, server+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %d %v", method, path, resp.StatusCode, err)
		}
		return string(b)
	}
	const name = "domainname=my-first-name.tk&domaintype=FREE&forward_url=https://a.example/&idshield=enabled"
	for _, row := range []struct {
		server, method, path string
		who                  rest.DemoLogin
		params, want         string
	}{
		{p.HTTP, "GET", "/v1/service/ping", rest.DemoLogin{}, "", `"result":"PING REPLY"`},
		{p.HTTP, "GET", "/v1/nothing", rest.DemoLogin{}, "", `"error":"No function called or function not supported"`},
		{p.HTTP, "GET", "/v2/nothing/at/all", rest.DemoLogin{}, "", `"error":"No function called or function not supported"`},
		{p.HTTP, "GET", "/v2/domain/list", p.Freenom[1], "", `"result":"0 DOMAINS FOUND"`},
		{p.HTTP, "GET", "/v2/domain/list", s.Freenom[0], "", `"error":"Login credentials do not match any account"`},
		{p.HTTP, "POST", "/v2/domain/register", p.Freenom[2], strings.Replace(name, "FREE", "PAID", 1), `"error":"Account balance is insufficient"`},
		{p.HTTP, "POST", "/v2/domain/register", p.Freenom[2], name, `"result":"DOMAIN REGISTERED"`},
		{p.HTTP, "GET", "/v2/domain/search", p.Freenom[1], name, `"result":"DOMAIN NOT AVAILABLE"`},
		{s.HTTP, "GET", "/v2/domain/search", s.Freenom[1], name, `"result":"DOMAIN AVAILABLE"`},
	} {
		if got := call(row.server, row.method, row.path, row.who, row.params); !strings.Contains(got, row.want) {
			t.Errorf("%s %s: %s, want %s", row.method, row.path, got, row.want)
		}
	}
	resp, err := http.Get(p.HTTP + "/docs/freenom/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var doc struct{ Paths map[string]any }
	if err := json.NewDecoder(resp.Body).Decode(&doc); err != nil || len(doc.Paths) != 22 {
		t.Errorf("the manual has %d functions: %v", len(doc.Paths), err)
	}
}
