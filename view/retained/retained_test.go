package retained_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/view/retained"
)

var (
	names   = []name.Name{"a.example", "b.example", "bb.example", "ccc.example", "dddd.example"}
	rows    = []name.Name{"a.example", "bb.example", "dddd.example", "?.example", "??.example", "???.example"}
	hosts   = []name.Name{"ns1.a.example", "ns2.sub.a.example", "b.example", "ns1.dddd.example", "ns1.a.net"}
	parties = []registry.RegistrarID{"one", "two"}
)

// TestTheViewSaysWhatTheStoreSays changes lists, hosts and storefronts at random. A view
// that follows the change log, and one that is loaded at the end, protect each name from
// the same actors as the store does, and know the same list.
func TestTheViewSaysWhatTheStoreSays(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "a.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	runner := &command.Runner{Store: st, Policies: map[name.Name]registry.Policy{"example": {TLD: "example"}}}
	followed := &retained.View{TLDs: []name.Name{"example"}}
	load(t, st, followed)
	seq := uint64(0)
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			if _, err := command.Do(context.Background(), runner, registry.Actor{}, drawChange(t)); err != nil {
				t.Fatal(err)
			}
		}
		for c, err := range st.Changes(context.Background(), seq) {
			if err != nil || followed.Apply(c) != nil {
				t.Fatal(err)
			}
			seq = c.Seq
		}
		followed.Publish(seq)
		fresh := &retained.View{TLDs: []name.Name{"example"}}
		load(t, st, fresh)
		for _, n := range names {
			want, err := command.Ask(context.Background(), runner, registry.Actor{}, find{n})
			if err != nil {
				t.Fatal(err)
			}
			for what, v := range map[string]*retained.View{"followed": followed, "fresh": fresh} {
				got, known := v.Find(n)
				if d := cmp.Diff(want.Listing, got.Listing, cmpopts.EquateEmpty()); d != "" || !known {
					t.Fatalf("%s %s: %s", what, n, d)
				}
				for _, by := range []registry.Actor{{Registrar: "one"}, {Registrar: "one", Account: "a"}, {Registrar: "two"}, {Registrar: "two", Account: "b"}, {Registrar: "three"}} {
					if got.ProtectedFrom(by) != want.ProtectedFrom(by) {
						t.Fatalf("%s %s by %v: %v, the store has %v", what, n, by, got.Hosts, want.Hosts)
					}
				}
			}
		}
	})
}

func load(t interface{ Fatal(...any) }, st store.Store, v *retained.View) {
	if err := st.View(context.Background(), func(tx store.Tx) error { return v.Load(context.Background(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// find is FindRetained as a query.
type find struct{ name name.Name }

func (q find) Answer(s *command.Snapshot) (namelist.Retained, error) { return s.FindRetained(q.name) }

// A change saves or deletes one row.
type change func(*command.Tx) error

func (c change) Run(t *command.Tx) (struct{}, error) { return struct{}{}, c(t) }

// drawChange draws a change as the use cases make them: a storefront's name server has a
// host object of its registrar, which is not deleted.
func drawChange(t *rapid.T) change {
	r := rapid.SampledFrom(parties).Draw(t, "registrar")
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		l := namelist.Listing{Name: rapid.SampledFrom(rows).Draw(t, "row")}
		for range rapid.IntRange(0, 2).Draw(t, "entries") {
			class := rapid.SampledFrom([]namelist.Class{namelist.Blocked, namelist.Reserved}).Draw(t, "class")
			l, _ = l.Set(namelist.Entry{Class: class, From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		}
		return func(t *command.Tx) error {
			return command.Save(t, t.Store.Listings(), l, registry.VerbUpdate, registry.KindListing, string(l.Name))
		}
	case 1:
		h := registry.Host{Name: rapid.SampledFrom(hosts).Draw(t, "host"), Registrar: r}
		if rapid.Bool().Draw(t, "subordinate") && h.Name != "ns1.a.net" {
			h.Parent = "a.example"
		}
		return func(t *command.Tx) error {
			if old, err := t.Store.Hosts().Get(h.Name); err == nil {
				h.Registrar = old.Registrar
			}
			return command.Save(t, t.Store.Hosts(), h, registry.VerbUpdate, registry.KindHost, string(h.Name))
		}
	case 2:
		n := rapid.SampledFrom(hosts).Draw(t, "host")
		return func(t *command.Tx) error {
			h, err := t.Store.Hosts().Get(n)
			if serves, _ := t.ServesStorefront(h); err != nil || serves {
				return nil
			}
			if err := t.Store.Hosts().Delete(n); err != nil {
				return err
			}
			return t.AppendChange(registry.VerbDelete, registry.KindHost, string(n), nil)
		}
	}
	servers := rapid.SliceOfNDistinct(rapid.SampledFrom(hosts), 0, 2, rapid.ID).Draw(t, "servers")
	return func(t *command.Tx) error {
		var own []name.Name
		for _, n := range servers {
			h, err := t.Store.Hosts().Get(n)
			if err == nil && h.Registrar == r {
				own = append(own, n)
			}
		}
		return command.Save(t, t.Store.Registrars(), registry.Registrar{ID: r, Nameservers: own}, registry.VerbUpdate, registry.KindRegistrar, string(r))
	}
}
