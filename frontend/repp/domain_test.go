package repp_test

import (
	"math/rand/v2"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
)

// newNamesWorld returns a registry of .ee and .fr with the registrars best-names
// and other-names, each with a user of that name and the role super, and "clerk",
// who has the role billing at best-names. Its random numbers are deterministic.
func newNamesWorld(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, ee.Policy(ee.DefaultPrices(), []byte("key")), fr.Policy(fr.DefaultPrices()))
	w.LoadNames("ee")
	for _, r := range []registry.RegistrarID{"best-names", "other-names"} {
		w.AddRegistrar(r)
		createUser(t, w, r, string(r), registry.RoleSuper)
	}
	createUser(t, w, "best-names", "clerk", registry.RoleBilling)
	w.Rand = rand.NewChaCha8([32]byte{5})
	w.Handler = withoutRateLimit(w)
	return w
}

func TestNameStories(t *testing.T) { story.Run(t, "testdata/names", newNamesWorld) }
