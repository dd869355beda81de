package repp_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/repp"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
)

// withoutRateLimit returns the dialect's handler with a rate limit that stories do
// not reach.
func withoutRateLimit(w *story.Fixture) http.Handler {
	d := repp.Dialect
	d.Rate.Calls = 100_000
	return rest.Handler(&d, w.Runner)
}

func TestEachUserMayMakeSoManyCalls(t *testing.T) {
	st, err := sqlite.Open(t.TempDir()+"/registry.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	w := newOfficeWorld(t, st)
	d := repp.Dialect
	d.Rate = rest.Rate{Calls: 3, Window: time.Minute}
	w.Handler = rest.Handler(&d, w.Runner)
	for i := range 5 {
		rec := call(w, "best-names", "GET", "/domains", "")
		const busy = `{"code":2502,"message":"Session limit exceeded. Current limit is 3 in 60 seconds"}`
		if refused := rec.Code == 400 && rec.Body.String() == busy; refused != (i >= 3) {
			t.Errorf("call %d: %d %s", i+1, rec.Code, rec.Body)
		}
	}
	for _, user := range []string{"hand", "other-names"} { // another user of the registrar, and another registrar
		if rec := call(w, user, "GET", "/domains", ""); rec.Code != 200 {
			t.Errorf("%s: %d %s", user, rec.Code, rec.Body)
		}
	}
	if repp.Dialect.Rate != (rest.Rate{Calls: 100, Window: time.Minute}) {
		t.Errorf("default rate %v", repp.Dialect.Rate)
	}
}
