package kifdom_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// A client sends requests to a server over TCP.
type client struct {
	t     testing.TB
	url   string
	token string
}

// serve starts a server for w and returns a client with a token of login.
func serve(t testing.TB, w *story.Fixture, login string) client {
	t.Helper()
	s := httptest.NewServer(w.Handler)
	t.Cleanup(s.Close)
	return client{t: t, url: s.URL}.login(w, login)
}

func (c client) login(w *story.Fixture, login string) client {
	c.t.Helper()
	c.token = ""
	_, body := c.do("POST", "/auth/login", `{"email":"`+login+`@kifdom.example","password":"`+w.Vars[login+".password"]+`"}`)
	var got struct{ Access_token string }
	if json.Unmarshal([]byte(body), &got); got.Access_token == "" {
		c.t.Fatalf("login of %s: %s", login, body)
	}
	c.token = got.Access_token
	return c
}

// do sends a request and returns status and body of the response.
func (c client) do(method, path, body string) (int, string) {
	c.t.Helper()
	status, text, _ := c.send(method, path, body)
	return status, text
}

func (c client) send(method, path, body string) (int, string, http.Header) {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
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
	if got := res.Header.Get("Content-Type"); got != "application/json" {
		c.t.Errorf("%s %s: content type %q", method, path, got)
	}
	return res.StatusCode, string(text), res.Header
}

// wants sends a request and compares the response.
func (c client) wants(method, path, body string, status int, want string) {
	c.t.Helper()
	got, text := c.do(method, path, body)
	if got != status || text != want {
		c.t.Errorf("%s %s\ngot  %d %s\nwant %d %s", method, path, got, text, status, want)
	}
}

// engines runs a test on every store engine with alice's client, and audits the
// ledger after it.
func engines(t *testing.T, test func(t *testing.T, w *story.Fixture, alice client)) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newFixture(t, open())
		test(t, w, serve(t, w, "alice"))
		audit(t, w)
	})
}

func audit(t testing.TB, w *story.Fixture) {
	t.Helper()
	problems, err := command.Ask(context.Background(), w.Runner, registry.Actor{}, ledger.Audit{})
	if err != nil || problems != nil {
		t.Errorf("audit: %v %v", problems, err)
	}
}

func euros(cents int64) money.Amount { return money.EUR(cents) }
