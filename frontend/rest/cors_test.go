package rest_test

import "testing"

// A script of any origin may call a dialect, whose credentials are in the request; it is
// asked for no cookie, and errors are as readable as results.
func TestScriptsOfOtherOriginsMayCall(t *testing.T) {
	ask, _ := serve(t, testDialect())
	for _, c := range []struct {
		method, path string
		header       []string
		status       int
	}{
		{"GET", "/api/v1/ping", nil, 200},
		{"GET", "/api/v1/nowhere", nil, 404},
		{"GET", "/api/v1/guest", []string{"Authorization", "Bearer nobody"}, 401},
		{"OPTIONS", "/api/v1/domains", []string{"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type"}, 204},
	} {
		res := ask(c.method, c.path, "", append(c.header, "Origin", "https://app.example")...)
		if got := res.Header.Get("Access-Control-Allow-Origin"); res.StatusCode != c.status || got != "*" {
			t.Errorf("%s %s: %d, Access-Control-Allow-Origin %q", c.method, c.path, res.StatusCode, got)
		}
		if got := res.Header.Get("Access-Control-Allow-Credentials"); got != "" {
			t.Errorf("%s %s: cookies are allowed: %q", c.method, c.path, got)
		}
		if allowed := res.Header.Get("Access-Control-Allow-Headers"); c.method == "OPTIONS" && (allowed == "" || res.Header.Get("Access-Control-Allow-Methods") == "") {
			t.Errorf("preflight: %v", res.Header)
		}
	}
}
