package epp_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
)

// A countingStore counts transactions.
type countingStore struct {
	store.Store
	views, updates atomic.Int64
}

func (s *countingStore) View(ctx context.Context, f func(store.Tx) error) error {
	s.views.Add(1)
	return s.Store.View(ctx, f)
}

func (s *countingStore) Update(ctx context.Context, f func(store.Tx) error) error {
	s.updates.Add(1)
	return s.Store.Update(ctx, f)
}

// What a response needs is read in the transaction of its result: one view for the
// prices of 1,000 names, and no view for the balance after a command.
func TestFeesAreReadInTheTransactionOfTheResult(t *testing.T) {
	counted := &countingStore{Store: openSQLite(t)}
	w := newFixture(t, counted)
	k := w.mustLogin("best-names")
	story.Do(w.Fixture, registry.Actor{Registrar: "best-names"}, contact.CreateContact{AuthInfo: "a secret of mine", Contact: registry.Contact{
		ID: "BN-1", Postal: registry.Postal{Name: "Alice", City: "Exampleton", Country: "EE"}, Email: "alice@a.example",
	}})
	var names strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&names, "<domain:name>n%d.example</domain:name>", i)
	}
	const fee = `xmlns:fee="urn:ietf:params:xml:ns:epp:fee-1.0"`
	check := `<check><domain:check>` + names.String() + `</domain:check></check><extension><fee:check ` + fee + `><fee:command name="create"/><fee:command name="renew"/></fee:check></extension>`
	create := `<create><domain:create><domain:name>a.example</domain:name><domain:registrant>BN-1</domain:registrant><domain:authInfo><domain:pw/></domain:authInfo></domain:create></create>` +
		`<extension><fee:create ` + fee + `><fee:currency>EUR</fee:currency><fee:fee>10.20</fee:fee></fee:create></extension>`
	for _, c := range []struct {
		name, frame    string
		views, updates int64
		want           string
	}{
		{"check", check, 1, 0, "<fee:objID>n999.example</fee:objID>"},
		{"create", create, 0, 1, "<fee:balance>"},
		{"delete", `<delete><domain:delete><domain:name>a.example</domain:name></domain:delete></delete>`, 0, 1, "<fee:balance>"},
	} {
		counted.views.Store(0)
		counted.updates.Store(0)
		answer := wantCode(t, k, w.wrap(c.frame), 1000)
		if !strings.Contains(answer, c.want) {
			t.Errorf("%s: no %s in %.600s", c.name, c.want, answer)
		}
		if views, updates := counted.views.Load(), counted.updates.Load(); views != c.views || updates != c.updates {
			t.Errorf("%s: %d views and %d updates, want %d and %d", c.name, views, updates, c.views, c.updates)
		}
	}
}
