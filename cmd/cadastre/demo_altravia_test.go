package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/cmd/cadastre/demo"
)

func TestTheDemoServesAltravia(t *testing.T) {
	d := sharedDemo(t)
	p, s := d.info[demo.Production], d.info[demo.Sandbox]
	if len(p.Altravia) != 3 || len(s.Altravia) != 3 {
		t.Fatalf("customers: %v, %v", p.Altravia, s.Altravia)
	}
	ask := func(host, path string, login func(*http.Request)) (int, string) {
		t.Helper()
		req, err := http.NewRequest("GET", p.HTTP+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		login(req)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
	token := func(secret string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) }
	}
	key := func(u struct{ Email, APIKey, Token string }) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth(u.Email, u.APIKey) }
	}
	const here, there = "domains.altravia.com", "test.domains.altravia.com"
	for _, row := range []struct {
		host, path string
		login      func(*http.Request)
		status     int
		text       string
	}{
		{here, "/check/a-name.it", token(p.Altravia[0].Token), 200, "is available"},
		{"localhost", "/check/a-name.it", token(p.Altravia[1].Token), 200, "is available"},
		{there, "/check/a-name.it", token(s.Altravia[0].Token), 200, "is available"},
		{there, "/check/a-name.it", token(p.Altravia[0].Token), 401, "Wrong Token"},
		{here, "/check/a-name.it", token(s.Altravia[0].Token), 401, "Wrong Token"},
		{here, "/domain", token(p.Altravia[0].Token), 404, "your database is empty!"},
		{here, "/contact", token(p.Altravia[0].Token), 404, "your database is empty!"},
		{here, "/scopes", key(p.Altravia[0]), 200, `"PUT:domains.altravia.com/restore"`},
		{there, "/scopes", key(s.Altravia[0]), 200, `"PUT:test.domains.altravia.com/restore"`},
		{here, "/token", key(p.Altravia[0]), 200, p.Altravia[0].Token},
		{here, "/credit", key(p.Altravia[2]), 200, `"credit":5.00`},
		{here, "/oas/en/domains.openapi.json", token(""), 200, `"openapi": "3.0.3"`},
		{here, "/docs/altravia/openapi.json", token(""), 200, s.HTTP},
	} {
		if status, body := ask(row.host, row.path, row.login); status != row.status || !strings.Contains(body, row.text) {
			t.Errorf("%s%s: %d %.300s, want %d %s", row.host, row.path, status, body, row.status, row.text)
		}
	}
}
