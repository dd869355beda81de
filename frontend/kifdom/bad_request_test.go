package kifdom_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// The JSON around the message of an error, by kind of route.
const (
	badMetaShape = `{"meta":{"on-hold":0,"total-domains":1,"credits-balance":1992,"error":true},"error":{"code":400,"message":"`
	metaShape    = `{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"error":{"code":400,"message":"`
	loginShape   = `{"error":{"code":400,"message":"`
)

// bodyRoutes are the routes that read a body, with the shape of their errors.
var bodyRoutes = []struct{ method, path, shape string }{
	{"POST", "/auth/login", loginShape},
	{"POST", "/domains", badMetaShape},
	{"PUT", "/domains/a.fr", badMetaShape},
	{"PUT", "/name-servers/a.fr", metaShape},
	{"POST", "/dns-zones", badMetaShape},
	{"PUT", "/dns-zones", metaShape},
	{"DELETE", "/dns-zones", metaShape},
	{"POST", "/preorders", badMetaShape},
}

func TestBadBodiesAreRefusedInTheRoutesShape(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		alice.do("POST", "/domains", `{"name":"a.fr"}`)
		before := changes(t, w)
		deep := strings.Repeat(`{"name":`, 10_000) + "1" + strings.Repeat("}", 10_000)
		for _, bad := range []struct{ body, text string }{
			{`{"name":"` + strings.Repeat("a", 2<<20) + `"}`, "The request body is too long."},
			{"{\"name\":\"\xff\xfe.fr\"}", "The request body should be a JSON object in UTF-8."},
			{deep, "The request body should be a JSON object in UTF-8."},
			{strings.Repeat("[", 10_000), "The request body should be a JSON object in UTF-8."},
			{`"a.fr"`, "The request body should be a JSON object in UTF-8."},
			{`<domain/>`, "The request body should be a JSON object in UTF-8."},
		} {
			for _, r := range bodyRoutes {
				alice.wants(r.method, r.path, bad.body, 400, r.shape+bad.text+`"}}`)
			}
		}
		alice.wants("POST", "/dns-zones",
			`{"domain_name":"a.fr","type":"TXT","name":"@","ttl":60,"value":"`+strings.Repeat("a", 70_000)+`"}`,
			400, badMetaShape+"Provided `value` is not accurate for this `type` of DNS record.\"}}")
		if after := changes(t, w); after != before {
			t.Errorf("%d changes were logged", after-before)
		}
	})
}

func TestRecordsOfTheLargestSizeAreKept(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		alice.do("POST", "/domains", `{"name":"a.fr"}`)
		text := strings.Repeat("é", 32_000)
		alice.wants("POST", "/dns-zones", `{"domain_name":"a.fr","type":"TXT","name":"@","ttl":60,"value":"`+text+`"}`, 200,
			`{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},"data":{"code":200,"message":"DNS zone successfully created."}}`)
		if _, body := alice.do("GET", "/dns-zones/a.fr", ""); !strings.Contains(body, `"value":"`+text+`"`) {
			t.Errorf("the text did not come back: %.200s", body)
		}
	})
}

func TestTokensOfAnotherEnvironmentAreRejected(t *testing.T) {
	engines(t, func(t *testing.T, _ *story.Fixture, alice client) {
		other := newFixture(t, storetestSQLite(t))
		bob := serve(t, other, "bob")
		bob.token = alice.token
		status, body, header := bob.send("GET", "/domains", "")
		if want := `{"message":"Token Signature could not be verified."}`; status != 401 || body != want {
			t.Errorf("got %d %s, want 401 %s", status, body, want)
		}
		if got := header.Get("WWW-Authenticate"); got != "jwt-auth" {
			t.Errorf("WWW-Authenticate: %q", got)
		}
		bob.wants("POST", "/auth/refresh", "", 401, `{"message":"Unauthenticated."}`)
	})
}

func storetestSQLite(t testing.TB) store.Store {
	t.Helper()
	s, err := storetest.SQLite(t).Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// After ten failed logins within a minute, the next attempt takes a second.
func TestFailedLoginsSlowDown(t *testing.T) {
	w := newFixture(t, storetestSQLite(t))
	alice := serve(t, w, "alice")
	alice.token = ""
	const unauthorized = `{"error":{"code":401,"message":"Unauthorized."}}`
	start := time.Now()
	for range 10 {
		alice.wants("POST", "/auth/login", `{"email":"bob@kifdom.example","password":"wrong"}`, 401, unauthorized)
	}
	firstTen := time.Since(start)
	start = time.Now()
	alice.wants("POST", "/auth/login", `{"email":"bob@kifdom.example","password":"wrong"}`, 401, unauthorized)
	if eleventh := time.Since(start); eleventh < time.Second {
		t.Errorf("ten attempts took %v, the eleventh %v", firstTen, eleventh)
	}
}

// changes returns the number of changes in the change log.
func changes(t testing.TB, w *story.Fixture) (n int) {
	t.Helper()
	for _, err := range w.Store.Changes(context.Background(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// TestErrorsBeforeTheRouteIsKnown checks that an unknown path is repeated in the
// framework's message, with any characters.
func TestErrorsBeforeTheRouteIsKnown(t *testing.T) {
	w := newFixture(t, storetestSQLite(t))
	alice := serve(t, w, "alice")
	alice.wants("GET", "/domains/a.fr/x", "", 404, `{"message":"The route api/v1/domains/a.fr/x could not be found."}`)
	alice.wants("GET", "/%22%3C", "", 404, `{"message":"The route api/v1/\"< could not be found."}`)
	alice.wants("DELETE", "/domains", "", 405, `{"message":"The DELETE method is not supported for route api/v1/domains. Supported methods: GET, POST."}`)
}
