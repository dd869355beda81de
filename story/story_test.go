package story_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/face/kifdom"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

func TestStories(t *testing.T) { story.Run(t, "testdata", newWorld) }

// newFixture returns KifDom's storefront with three accounts.
func newWorld(t testing.TB, st store.Store) *story.World {
	w := story.NewWorld(t, st, fr.Policy(fr.DefaultPrices()))
	w.Registrar("kifdom")
	w.Account("kifdom", "alice", 2_000_00)
	w.Account("kifdom", "bob", 2_000_00)
	w.Account("kifdom", "carol", 5_00)
	w.Handler = rest.Handler(&kifdom.Dialect, w.Runner)
	return w
}
