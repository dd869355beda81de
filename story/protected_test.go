package story_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
	"github.com/cadastre-registry/cadastre/tld/ee"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/tld/generic"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tk"
)

// TestOwnNameServersStayAuthoritative is a law: whatever is sold, in every TLD and to
// every kind of client, each address that a zone gives for a name server of the registry
// or of a storefront stays authoritative and unchanged.
func TestOwnNameServersStayAuthoritative(t *testing.T) {
	st, err := sqlite.Open(t.TempDir()+"/a.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	policies := []registry.Policy{
		ee.Policy(ee.DefaultPrices(), []byte("key")), fr.Policy(fr.DefaultPrices()), it.Policy(it.DefaultPrices()), generic.Policy("example", generic.DefaultPrices()),
		tk.Policy("tk", tk.DefaultPrices()), tk.Policy("ml", tk.DefaultPrices()),
	}
	w := story.NewFixture(t, st, policies...)
	actors := []registry.Actor{{Registrar: "best-names", Roles: []registry.Role{registry.RoleSuper}}}
	w.AddRegistrar("best-names")
	for _, storefront := range []registry.RegistrarID{"kifdom", "freenom"} {
		w.AddRegistrar(storefront) // with the name servers ns1 and ns2.ID.example
		actors = append(actors, w.AddAccount(storefront, "a-"+string(storefront), 100_000_00).Actor())
	}
	s := serve(t, w)

	var servers []name.Name
	for _, p := range policies {
		servers = append(servers, "ns1.nic."+p.TLD)
	}
	for _, r := range []name.Name{"kifdom", "freenom", "best-names"} {
		servers = append(servers, "ns1."+r+".example", "ns2."+r+".example")
	}
	before := map[name.Name]string{}
	query := func(n name.Name) string {
		answer, err := dig(t.Context(), s, string(n)+" A")
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for _, n := range servers {
		if before[n] = query(n); !strings.Contains(before[n], string(n)+". 3600 IN A 127.0.0.1") {
			t.Fatalf("%s: %s", n, before[n])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for range 10 {
			attempt(t, w.Runner, rapid.SampledFrom(actors).Draw(t, "by"), rapid.SampledFrom(servers).Draw(t, "server"))
		}
		for _, n := range servers {
			if got := query(n); got != before[n] {
				t.Fatalf("%s: got %s\nwant %s", n, got, before[n])
			}
		}
	})
}

// attempt runs one command that would give by a name at, above, below or beside a name
// server, or a host or record there. Most are refused.
func attempt(t *rapid.T, r *command.Runner, by registry.Actor, server name.Name) {
	n := string(rapid.SampledFrom([]name.Name{server, server.Parent(), "a." + server, "x" + server.Parent(), "ns1." + server.Parent().Parent()}).Draw(t, "name"))
	below := rapid.SampledFrom([]string{n, "ns1." + n, string(server)}).Draw(t, "host")
	addrs := []string{"198.41.0.22"}
	ctx := context.Background()
	var err error
	switch rapid.IntRange(0, 5).Draw(t, "what") {
	case 0:
		_, err = command.Do(ctx, r, by, object.CreateDomain{Name: n, Hosted: true})
	case 1:
		servers := []object.NS{{Host: below}, {Host: "ns2.elsewhere.net"}}
		_, err = command.Do(ctx, r, by, object.CreateDomain{Name: n, Nameservers: servers, CreateHosts: true, DeferGlue: true})
	case 2:
		_, err = command.Do(ctx, r, by, object.CreateDomain{Name: n, Plan: registry.PlanFree, Forward: registry.Forward{URL: "https://b.example/"}})
	case 3:
		_, err = command.Do(ctx, r, by, preorder.CreatePreorder{Name: n})
	case 4:
		_, err = command.Do(ctx, r, by, host.CreateHost{Name: below, Addrs: addrs})
	case 5:
		record := registry.RecordValue{Label: rapid.SampledFrom([]string{"@", "ns1", "ns2"}).Draw(t, "label"), Type: "A", Value: addrs[0], TTL: 3600}
		_, err = command.Do(ctx, r, by, zone.CreateRecord{Domain: n, Record: record})
	}
	if _, refused := errors.AsType[*registry.Fault](err); err != nil && !refused {
		t.Fatal(err)
	}
}
