package story_test

import (
	"errors"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/server"
	"github.com/cadastre-registry/cadastre/tld/it"
)

// TestNamesAreSoldBelowAZoneOfATLD sells a name below a city of .it. The city itself is
// not for sale.
func TestNamesAreSoldBelowAZoneOfATLD(t *testing.T) {
	w, alice, holder := newCheckFixture(t)
	city, err := it.Policy(it.DefaultPrices()).InZone("city.it")
	if err != nil {
		t.Fatal(err)
	}
	w.Policies["city.it"] = city
	s := serveWith(t, w, func(*server.EnvironmentConfig) {})
	buy := object.CreateDomain{Name: "shop.city.it", Admin: holder, Tech: holder, Nameservers: []object.NS{
		{Host: "ns1.shop.city.it", Addrs: []string{"192.0.2.1"}}, {Host: "ns2.a.example"},
	}}
	if _, err := command.Do(t.Context(), w.Runner, alice, buy); err != nil {
		t.Fatal(err)
	}
	wantDig(t, s, "www.shop.city.it A", "NOERROR\nns1.shop.city.it. 3600 IN A 192.0.2.1\nshop.city.it. 3600 IN NS ns1.shop.city.it.\nshop.city.it. 3600 IN NS ns2.a.example.")
	wantDig(t, s, "city.it NS", "NOERROR\ncity.it. 3600 IN NS ns1.nic.city.it.\nns1.nic.city.it. 3600 IN A 127.0.0.1")
	for n, want := range map[string]error{"city.it": registry.ErrProtected, "nic.city.it": registry.ErrProtected, "a.shop.city.it": registry.ErrTLD, "shop.city.it": registry.ErrNameTaken} {
		buy.Name = n
		if _, err := command.Do(t.Context(), w.Runner, alice, buy); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", n, err, want)
		}
	}
}
