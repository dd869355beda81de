package kifdom_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/kifdom"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// newFixture returns KifDom's storefront with four accounts: alice and bob have
// 2,000.00, carol has 5.00 and dave 100.00.
func newFixture(t testing.TB, st store.Store) *story.Fixture {
	w := story.NewFixture(t, st, fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()), ee.Policy(ee.DefaultPrices(), []byte("key")),
		tk.Policy("tk", tk.DefaultPrices()), generic.Policy("example", generic.DefaultPrices()))
	w.AddRegistrar("kifdom")
	w.AddAccount("kifdom", "alice", 2_000_00)
	w.AddAccount("kifdom", "bob", 2_000_00)
	w.AddAccount("kifdom", "carol", 5_00)
	w.AddAccount("kifdom", "dave", 100_00)
	w.Handler = rest.Handler(&kifdom.Dialect, w.Runner)
	return w
}

func TestStories(t *testing.T) { story.Run(t, "testdata", newFixture) }
