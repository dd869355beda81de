package story_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

func TestStories(t *testing.T) { story.Run(t, "testdata", newFixture) }

// newFixture returns KifDom's storefront with three accounts.
func newFixture(t testing.TB, st store.Store) *story.Fixture {
	w := newStorefront(t, st)
	serve(t, w)
	return w
}

// newStorefront returns the same without a server.
func newStorefront(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, fr.Policy(fr.DefaultPrices()))
	w.AddRegistrar("kifdom")
	w.AddAccount("kifdom", "alice", 2_000_00)
	w.AddAccount("kifdom", "bob", 2_000_00)
	w.AddAccount("kifdom", "carol", 5_00)
	return w
}
