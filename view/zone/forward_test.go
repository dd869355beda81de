package zone_test

import (
	"context"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/view/zone"
)

var start = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func putDomain(t *testing.T, st store.Store, d registry.Domain) {
	t.Helper()
	err := st.Update(t.Context(), func(tx store.Tx) error {
		if err := tx.Domains().Put(d); err != nil {
			return err
		}
		return tx.Append(registry.Change{At: start, Verb: "update", Kind: registry.KindDomain, Key: string(d.Name)})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestForwardsFollowTheRegistry(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		st, now := open(), start
		f := &zone.ForwardCache{
			Store: st, Now: func() time.Time { return now },
			Policies: map[name.Name]registry.Policy{"tk": {TLD: "tk", Redemption: time.Hour}},
		}
		follower := &zone.Follower{Store: st, Consumers: []zone.Consumer{f}}
		if err := follower.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go follower.Run(ctx)
		seq := uint64(0)
		leads := func(n name.Name, want string) {
			t.Helper()
			if err := follower.Wait(t.Context(), seq); err != nil {
				t.Fatal(err)
			}
			for range 2 { // read, and remembered
				to, ok, err := f.Forward(t.Context(), n)
				if err != nil || to.URL != want || ok != (want != "") {
					t.Fatalf("%s leads to %q, %t, %v, want %q", n, to.URL, ok, err, want)
				}
			}
		}
		d := registry.Domain{
			Name: "a.tk", ROID: "1-CAD", Number: 1, UUID: "1", Registrar: "shop", Phase: registry.Active, Expires: start.Add(time.Hour),
			Forward: registry.Forward{URL: "https://b.example/"},
		}
		leads("a.tk", "")
		putDomain(t, st, d)
		seq++
		leads("a.tk", "https://b.example/")
		leads("b.tk", "")
		leads("a.example", "")
		d.Forward.URL = "https://c.example/"
		putDomain(t, st, d)
		seq++
		leads("a.tk", "https://c.example/")
		d.Statuses = []registry.StatusEntry{{Status: registry.ClientHold}}
		putDomain(t, st, d)
		seq++
		leads("a.tk", "")
		d.Statuses = nil
		putDomain(t, st, d)
		seq++
		leads("a.tk", "https://c.example/")
		now = start.Add(time.Hour) // the expiry is not stored
		leads("a.tk", "")
	})
}

// TestFreshIsNeverBehind calls Fresh right after each commit.
func TestFreshIsNeverBehind(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		st := open()
		follower := &zone.Follower{Store: st}
		if follower.Fresh() {
			t.Error("fresh before Load")
		}
		if err := follower.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go follower.Run(ctx)
		d := registry.Domain{Name: "a.tk", ROID: "1-CAD", Number: 1, UUID: "1", Registrar: "shop", Phase: registry.Active}
		for seq := uint64(1); seq <= 100; seq++ {
			putDomain(t, st, d)
			if follower.Fresh() && follower.Seq() < seq {
				t.Fatalf("fresh at %d, committed is %d", follower.Seq(), seq)
			}
		}
		if err := follower.Wait(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		for !follower.Fresh() && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
	})
}
