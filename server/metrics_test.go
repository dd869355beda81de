package server

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/store"
)

// failing is a store that cannot be read.
type failing struct{ store.Store }

func (failing) View(context.Context, func(store.Tx) error) error { return errors.New("out of order") }

// TestACounterDoesNotFallWhenTheStoreFails: what the store cannot tell is left out.
func TestACounterDoesNotFallWhenTheStoreFails(t *testing.T) {
	s := newTestServer(t)
	defer s.Close()
	e := s.Environments["a"]
	for _, c := range []struct {
		store store.Store
		want  bool
	}{{e.Runner.Store, true}, {failing{e.Runner.Store}, false}} {
		e.Runner.Store = c.store
		rec := httptest.NewRecorder()
		e.metrics.handler().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
		for _, name := range []string{"cadastre_changes_total{", "cadastre_due_names{"} {
			if rec.Code != 200 || strings.Contains(rec.Body.String(), "\n"+name) != c.want {
				t.Errorf("%d, %s is there: %t", rec.Code, name, !c.want)
			}
		}
		if !strings.Contains(rec.Body.String(), "cadastre_view_unapplied_total{environment=\"a\"} 0") {
			t.Error("no count of unapplied changes")
		}
	}
}
