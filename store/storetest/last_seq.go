package storetest

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

var lastSeqTests = map[string]func(*testing.T, Database){
	"the newest change of a zone is found":       lastZoneSeq,
	"the documents of all domains are read once": documents,
}

func lastZoneSeq(t *testing.T, db Database) {
	s := open(t, db)
	lastSeq := func(tld name.Name) (seq uint64) {
		t.Helper()
		view(t, s, func(tx store.Tx) (err error) {
			seq, err = tx.LastZoneSeq(tld)
			return err
		})
		return seq
	}
	if got := lastSeq("example"); got != 0 {
		t.Errorf("in an empty log: %d", got)
	}
	for i, step := range []struct {
		kind          registry.Kind
		key           string
		example, test uint64
	}{
		{registry.KindDomain, "a.example", 1, 0},
		{registry.KindDomain, "a.b.test", 1, 0}, // not directly below it
		{registry.KindDomain, "a-1.test", 1, 3},
		{registry.KindContact, "c.test", 1, 3},
		{registry.KindHost, "ns1.a.example", 5, 3},
		{registry.KindHost, "ns1.a.anotherexample", 5, 3},
		{registry.KindRecord, "a.example/7", 5, 3},
		{registry.KindRegistrar, "alice", 8, 8},
		{registry.KindDomain, "xn--a-0ga.test", 8, 9},
	} {
		update(t, s, func(tx store.Tx) error { return tx.Append(registry.Change{At: noon, Kind: step.kind, Key: step.key}) })
		if e, x := lastSeq("example"), lastSeq("test"); e != step.example || x != step.test {
			t.Errorf("after change %d: %d and %d, want %d and %d", i+1, e, x, step.example, step.test)
		}
	}
}

func documents(t *testing.T, db Database) {
	s := open(t, db)
	want := []registry.Domain{delegatedDomain("a.example", registry.Nameserver{Host: "ns1.b.test"}), delegatedDomain("b.example"), delegatedDomain("c.test")}
	putDomains(t, s, want...)
	var got []name.Name
	view(t, s, func(tx store.Tx) error {
		return tx.Domains().ForEachDocument(func(doc string) error {
			var d registry.Domain
			err := json.Unmarshal([]byte(doc), &d)
			got = append(got, d.Name)
			return err
		})
	})
	if slices.Sort(got); !slices.Equal(got, []name.Name{"a.example", "b.example", "c.test"}) {
		t.Errorf("read %v", got)
	}
}
