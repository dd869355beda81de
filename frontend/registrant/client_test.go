package registrant_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

const mari = `{"ident":"37605030299","first_name":"Mari","last_name":"Maasikas"}`

// loginByEID logs Mari in from a portal at an address.
func loginByEID(_ *story.Fixture, serve http.HandlerFunc, from string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("POST", "/api/v1/registrant/auth/eid", strings.NewReader(mari))
	req.Header.Set("Content-Type", "application/json")
	req.RemoteAddr = from
	got := httptest.NewRecorder()
	serve(got, req)
	return got
}

func login(t testing.TB, w *story.Fixture, from string) string {
	t.Helper()
	var token struct {
		Secret string `json:"access_token"`
	}
	got := loginByEID(w, w.Handler.ServeHTTP, from)
	if err := json.Unmarshal(got.Body.Bytes(), &token); err != nil || token.Secret == "" {
		t.Fatalf("login: %d %s", got.Code, got.Body)
	}
	return token.Secret
}

func send(w *story.Fixture, method, path, token, accept string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, nil)
	req.Header.Set("Authorization", "Bearer "+token)
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	got := httptest.NewRecorder()
	w.Handler.ServeHTTP(got, req)
	return got
}

func get(w *story.Fixture, path, token, accept string) string {
	return send(w, "GET", path, token, accept).Body.String()
}

// Mari logs in twenty times at once, and one user is created. Ten concurrent
// requests lock her domain, and one succeeds.
func TestConcurrentLoginsAndLocks(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newWorld(t, open())
		codes := atOnce(20, func() int { return loginByEID(w, w.Handler.ServeHTTP, "192.0.2.1:1024").Code })
		if codes[200] != 20 {
			t.Errorf("logins: %v", codes)
		}
		token := login(t, w, "192.0.2.1:1024")
		codes = atOnce(10, func() int {
			return send(w, "POST", "/api/v1/registrant/domains/"+w.Vars["domain0"]+"/registry_lock", token, "").Code
		})
		if codes[200] != 1 || codes[422] != 9 {
			t.Errorf("locks: %v", codes)
		}
	})
}

// Of ten concurrent decisions, half of which confirm, one succeeds.
func TestConcurrentDecisionsAreMadeOnce(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		w := newWorld(t, open())
		to := registry.ContactID("heir")
		story.Do(w, best, object.UpdateDomain{Name: "domain0.ee", Registrant: &to})
		confirmation, err := command.Ask(context.Background(), w.Runner, story.Operator, registrant.ConfirmationTokenInfo{Name: "domain0.ee"})
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		decisions := []string{"confirmed", "rejected"}
		codes := atOnce(10, func() int {
			mu.Lock()
			decisions[0], decisions[1] = decisions[1], decisions[0]
			decision := decisions[0]
			mu.Unlock()
			return send(w, "POST", "/api/v1/registrant/confirms/domain0.ee/change/"+confirmation.Token+"/"+decision, "", "").Code
		})
		if codes[200] != 1 || codes[401] != 9 {
			t.Errorf("%v", codes)
		}
	})
}

// atOnce calls f n times concurrently and counts the results.
func atOnce(n int, f func() int) map[int]int {
	var all sync.WaitGroup
	var mu sync.Mutex
	counts := map[int]int{}
	for range n {
		all.Go(func() {
			result := f()
			mu.Lock()
			defer mu.Unlock()
			counts[result]++
		})
	}
	all.Wait()
	return counts
}
