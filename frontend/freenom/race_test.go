package freenom_test

import (
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/freenom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// together makes n concurrent calls and returns the number of each response.
func together(n int, call func() string) map[string]int {
	answers := make([]string, n)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = call() })
	}
	wg.Wait()
	tally := map[string]int{}
	for _, a := range answers {
		tally[a]++
	}
	return tally
}

// Two hundred concurrent copies of a register call, without a cached login, result in
// one name, one charge and equal responses. The same for renewals.
func TestTwoHundredCopiesAtOnceAreOneCall(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		const register = "domainname=a.tk&domaintype=PAID&period=1Y&forward_url=https://a.example/&idshield=enabled"
		for _, call := range []struct{ path, params, want, expires string }{
			{"/v2/domain/register", register, `"result":"DOMAIN REGISTERED"`, "20270301"},
			{"/v2/domain/renew", "domainname=a.tk&period=2Y", `"result":"DOMAIN RENEWED"`, "20290301"},
		} {
			tally := together(200, func() string { return alice.form("POST", call.path, call.params) })
			for answer, n := range tally {
				if n != 200 || !strings.Contains(answer, call.want) || !strings.Contains(answer, `"expirationdate":"`+call.expires+`"`) {
					t.Errorf("%s: %d times %s", call.path, n, answer)
				}
			}
		}
		if balance := balanceOf(w, "alice"); balance != 2_000_00-9_95-17_95 {
			t.Errorf("balance is %d", balance)
		}
	})
}

// A call repeated after a restart of the server is still the same call.
func TestACopyAfterARestartIsTheSameCall(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newFixture(t, open())
		call := func() string {
			server := httptest.NewServer(w.Handler)
			defer server.Close()
			return client{t, server.URL, w.Vars["alice"]}.form("POST", "/v2/domain/register", "domainname=a.tk&domaintype=PAID&forward_url=https://a.example/&idshield=enabled")
		}
		first := call()
		w.Store.Close()
		w.Runner = &command.Runner{Store: open(), Key: w.Key, Policies: w.Policies, Clock: w.Clock}
		w.Handler = rest.Handler(&freenom.Dialect, w.Runner)
		if again := call(); again != first || !strings.Contains(first, `"result":"DOMAIN REGISTERED"`) {
			t.Errorf("first %s\nthen  %s", first, again)
		}
		if balance := balanceOf(w, "alice"); balance != 2_000_00-9_95 {
			t.Errorf("balance is %d", balance)
		}
	})
}

// Concurrent dry runs do not conflict, and none registers a name or charges the
// account.
func TestConcurrentDryRunsLeaveNoTrace(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		const register = "domainname=b.tk&domaintype=PAID&period=1Y&forward_url=https://a.example/&idshield=enabled"
		tally := together(20, func() string { return alice.form("POST", "/v2/domain/register", register+"&test_mode=1") })
		for answer := range tally {
			if !strings.Contains(answer, `"result":"DOMAIN REGISTERED"`) {
				t.Errorf("dry run: %s", answer)
			}
		}
		if balance := balanceOf(w, "alice"); balance != 2_000_00 {
			t.Errorf("balance is %d", balance)
		}
		alice.wants(alice.form("GET", "/v2/domain/list", ""), `{"domain":[],"result":"0 DOMAINS FOUND","status":"OK"}`)
	})
}
