package scheduler_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// token creates a user with roles, and returns a token of theirs.
func (w fixture) token(login string, roles ...registry.Role) string {
	w.t.Helper()
	u := do(w, operator, access.CreateUser{User: registry.User{Realm: "operator", Login: login, Roles: roles}, PasswordHash: "none"})
	return do(w, u.Actor(), access.IssueToken{Kind: "operator", TTL: 1000 * day}).Secret
}

func TestTheClockOverHTTP(t *testing.T) {
	w := newFixture(t)
	w.seed()
	good, plain := w.token("olga", registry.RoleOperator), w.token("paul")
	earlier := w.Runner.Now().Add(-time.Hour).Format(time.RFC3339)
	for _, c := range []struct {
		title, method, token, body string
		want                       int
	}{
		{"anyone may read", "GET", "", "", 200},
		{"no token", "PUT", "", `{"advance":"1h"}`, 401},
		{"a wrong token", "PUT", "guess", `{"advance":"1h"}`, 401},
		{"not an operator", "PUT", plain, `{"advance":"1h"}`, 403},
		{"backwards", "PUT", good, `{"advance":"-1h"}`, 409},
		{"backwards by little", "PUT", good, `{"advance":"-1ns"}`, 409},
		{"to an instant in the past", "PUT", good, `{"now":"` + earlier + `"}`, 409},
		{"to its own time", "PUT", good, `{"now":"NOW"}`, 200},
		{"too far ahead", "PUT", good, `{"now":"9999-01-01T00:00:00Z"}`, 400},
		{"empty", "PUT", good, ``, 400},
		{"no object", "PUT", good, `null`, 400},
		{"both", "PUT", good, `{"advance":"1h","now":"2126-01-01T00:00:00Z"}`, 400},
		{"neither", "PUT", good, `{}`, 400},
		{"something else", "PUT", good, `{"advance":"1h","back":true}`, 400},
		{"no duration", "PUT", good, `{"advance":"soon"}`, 400},
		{"a number", "PUT", good, `{"advance":3600}`, 400},
		{"trailing data", "PUT", good, `{"advance":"1h"}]`, 400},
		{"too long", "PUT", good, `{"advance":"1h"` + strings.Repeat(" ", 5000) + `}`, 400},
		{"another method", "POST", good, `{"advance":"1h"}`, 405},
		{"a month", "PUT", good, `{"advance":"720h"}`, 200},
	} {
		before := w.Runner.Now()
		if strings.Contains(c.body, "NOW") && before.Nanosecond() > 500_000_000 { // away from the next second
			time.Sleep(time.Second - time.Duration(before.Nanosecond()))
			before = w.Runner.Now()
		}
		res := w.send(c.method, c.token, strings.Replace(c.body, "NOW", before.Format(time.RFC3339), 1))
		if res.Code != c.want {
			t.Errorf("%s: %d %s, want %d", c.title, res.Code, res.Body, c.want)
		}
		if moved := w.Runner.Now().Sub(before); moved > time.Minute && c.title != "a month" {
			t.Errorf("%s: the clock moved by %s", c.title, moved)
		}
		if c.want != 200 {
			continue
		}
		want := `{"now":"` + w.Runner.Now().Format("2006-01-02T15:04")
		if got := res.Body.String(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: body %s, want %s…", c.title, got, want)
		}
	}
}

func (w fixture) send(method, token, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, "/sandbox/clock", strings.NewReader(body))
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res := httptest.NewRecorder()
	http.Handler(w.Handler()).ServeHTTP(res, req)
	return res
}
