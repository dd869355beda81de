package zone_test

import (
	"context"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/tld/fr"
	"github.com/cadastre-registry/cadastre/view/lookup"
	"github.com/cadastre-registry/cadastre/view/zone"
)

// A .fr domain that expires today renews itself while its account can pay; without
// money it is deleted, and not forwarded, as in RDAP. Neither state is stored yet.
func TestForwardsEndWithTheFunds(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		st, now := open(), start
		policies := map[name.Name]registry.Policy{"fr": fr.Policy(fr.DefaultPrices())}
		clock := func() time.Time { return now }
		f := &zone.ForwardCache{Store: st, Now: clock, Policies: policies}
		public := lookup.Reader{Store: st, Now: clock, Policies: policies}
		d := registry.Domain{
			Name: "a.fr", ROID: "1-CAD", Number: 1, UUID: "1", Registrar: "shop", Account: "alice", AutoRenew: true,
			Forward: registry.Forward{URL: "https://a.example/"},
		}.Register(registry.Years(1), registry.Price{}, start, policies["fr"])
		putDomain(t, st, d)
		pay := func(cents int64) {
			t.Helper()
			err := st.Update(t.Context(), func(tx store.Tx) error {
				for owner, book := range map[string]money.Book{store.AccountOwner("alice"): money.Wallet("alice"), store.RegistrarOwner("shop"): money.Deposit("shop")} {
					if err := tx.Balances().Open(owner, "EUR"); err != nil {
						return err
					}
					if _, err := tx.Balances().Post(money.Entry{At: now, Memo: "test", Object: owner, Postings: money.Move(money.Bank, book, money.EUR(cents))}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		leads := func(want bool, phase registry.Phase) {
			t.Helper()
			for range 2 {
				_, ok, err := f.Forward(t.Context(), "a.fr")
				if err != nil || ok != want {
					t.Fatalf("at %s forwarded: %t, %v; want %t", now, ok, err, want)
				}
			}
			if shown, err := public.Domain(t.Context(), "a.fr"); err != nil || shown.Phase != phase {
				t.Fatalf("at %s the look-up shows %s, %v; want %s", now, shown.Phase, err, phase)
			}
		}
		if err := f.Load(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		leads(true, registry.Active)
		now = d.Expires
		leads(false, registry.Redemption)
		pay(100_00)
		leads(true, registry.Active)
	})
}

// raceStore calls during between the read of a transaction and its end.
type raceStore struct {
	store.Store
	during func()
}

func (s raceStore) View(ctx context.Context, read func(store.Tx) error) error {
	err := s.Store.View(ctx, read)
	s.during()
	return err
}

// A result that was read before the domain changed is not cached.
func TestForwardReadDuringAChangeIsNotCached(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		st := open()
		d := registry.Domain{
			Name: "a.tk", ROID: "1-CAD", Number: 1, UUID: "1", Registrar: "shop", Phase: registry.Active, Expires: start.Add(time.Hour),
			Forward: registry.Forward{URL: "https://a.example/"},
		}
		putDomain(t, st, d)
		f := &zone.ForwardCache{Now: func() time.Time { return start }, Policies: map[name.Name]registry.Policy{"tk": {TLD: "tk"}}}
		f.Store = raceStore{st, func() {
			d.Forward.URL = "https://b.example/"
			putDomain(t, st, d)
			if err := f.Apply(registry.Change{Kind: registry.KindDomain, Key: "a.tk"}); err != nil {
				t.Error(err)
			}
		}}
		if err := f.Load(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"https://a.example/", "https://b.example/"} {
			if to, _, err := f.Forward(t.Context(), "a.tk"); err != nil || to.URL != want {
				t.Errorf("leads to %q, %v, want %q", to.URL, err, want)
			}
		}
	})
}
