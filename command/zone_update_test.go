package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
)

// record parses "www A 192.0.2.1" or "@ MX 10 mail.a.example.".
func record(text string) registry.Record {
	f := strings.Fields(text)
	r := registry.Record{Label: f[0], TTL: 300}
	if len(f) > 1 {
		r.Type = f[1]
	}
	if len(f) > 2 {
		r.Data = strings.Join(f[2:], " ")
		if data, err := rdata.Canonical(r.Type, r.Data); err == nil {
			r.Data = data
		}
	}
	return r
}

// updateZone returns a command that changes the zone of a.example.
func updateZone(prerequisites []registry.Prerequisite, edits ...registry.RecordEdit) zone.UpdateZone {
	return zone.UpdateZone{Zone: "a.example", Update: registry.ZoneUpdate{
		Prerequisites: prerequisites, Edits: edits, Served: registry.ServedZone{Added: []registry.Record{record("@ SOA ns1.b.example. host.b.example. 1 2 3 4 5"), record("@ NS ns1.b.example.")}},
	}}
}

func add(text string) registry.RecordEdit { return registry.RecordEdit{Record: record(text)} }
func remove(text string) registry.RecordEdit {
	return registry.RecordEdit{Record: record(text), Remove: true}
}

func TestAZoneIsUpdatedAsRFC2136Says(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		zoe, eve := w.account("zoe", 100_000), w.account("eve", 1)
		do(w, zoe, create("a.example"))
		update := func(edits ...registry.RecordEdit) int {
			t.Helper()
			return do(w, zoe, updateZone(nil, edits...))
		}
		holds := func(want ...string) {
			t.Helper()
			var got []string
			for _, r := range ask(w, zoe, zone.ListRecords{Domain: "a.example"}) {
				got = append(got, r.Label+" "+r.Type+" "+r.Data)
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("records: got %q, want %q", got, want)
			}
		}
		if n := update(add("www A 192.0.2.1"), add("www.a.example. A 192.0.2.2"), add("@ MX 10 mail.b.example."), add("_acme-challenge TXT a b")); n != 4 {
			t.Errorf("%d records were added", n)
		}
		all := []string{"www A 192.0.2.1", "www A 192.0.2.2", "@ MX 10 mail.b.example.", `_acme-challenge TXT "a" "b"`}
		holds(all...)
		if n := update(add("www A 192.0.2.1"), add("www CNAME b.example"), remove("www AAAA"), remove("nothing")); n != 0 {
			t.Errorf("%d records changed, want none", n)
		}
		holds(all...)
		if n := update(add("alias CNAME b.example"), add("alias A 192.0.2.9"), add("alias CNAME c.example")); n != 1 {
			t.Errorf("%d records were added", n)
		}
		holds(append(all, "alias CNAME c.example.")...)
		if n := update(remove("www A 192.0.2.1"), remove("alias"), remove("@ MX"), add("www A 192.0.2.1")); n != 4 {
			t.Errorf("%d records changed", n)
		}
		holds("www A 192.0.2.1", "www A 192.0.2.2", `_acme-challenge TXT "a" "b"`)

		for code, need := range map[string]registry.Prerequisite{
			"NXDOMAIN": {Label: "nothing"}, "YXDOMAIN": {Label: "www", Absent: true},
			"NXRRSET": {Label: "www", Type: "TXT"}, "YXRRSET": {Label: "www", Type: "A", Absent: true},
		} {
			w.wantNoEffect(func() {
				f := wantFault(w, zoe, updateZone([]registry.Prerequisite{need}, add("new A 192.0.2.3")), registry.ErrPrerequisite)
				if f.Field != code {
					t.Errorf("%+v: %s, want %s", need, f.Field, code)
				}
			})
		}
		one := registry.Prerequisite{Label: "www", Type: "A", Exact: []registry.Record{record("www A 192.0.2.1")}}
		wantFault(w, zoe, updateZone([]registry.Prerequisite{one}), registry.ErrPrerequisite)
		one.Exact = append(one.Exact, record("www A 192.0.2.2"))
		do(w, zoe, updateZone([]registry.Prerequisite{one, {Label: "@", Type: "SOA"}, {Label: "@"}}, remove("www")))
		holds(`_acme-challenge TXT "a" "b"`)

		// An owner has any octets (RFC 2181 section 11).
		odd := []string{"a--b", "-._x", `*w`, `w.*`, `my\032printer._ipp`, `\000\255`, `a\.b`, `$x`}
		for _, owner := range odd {
			do(w, zoe, updateZone(nil, add(owner+".a.example. A 192.0.2.3")))
			do(w, zoe, updateZone([]registry.Prerequisite{{Label: owner + ".a.example.", Type: "A"}}, remove(owner)))
		}
		holds(`_acme-challenge TXT "a" "b"`)

		w.wantNoEffect(func() {
			wantFault(w, zoe, updateZone(nil, add("new A 192.0.2.3"), add("b.example. A 192.0.2.3")), registry.ErrNameSyntax)
			wantFault(w, zoe, updateZone(nil, add("new A 192.0.2.3"), add("new AAAA 192.0.2.3")), registry.ErrRecord)
			wantFault(w, zoe, updateZone(nil, make([]registry.RecordEdit, zone.MaxZoneEdits+1)...), registry.ErrRange)
			wantFault(w, eve, updateZone(nil, remove("www")), registry.ErrNotYours)
		})
	})
}

func TestZoneKeysSignForTheirOwnersZones(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *fixture) {
		zoe, eve := w.account("zoe", 100_000), w.account("eve", 100_000)
		do(w, zoe, create("a.example"))
		k := do(w, zoe, zone.CreateZoneKey{Name: "zoe.key.", Zones: []string{"a.example"}})
		if k.Key.Name != "zoe.key" || len(k.Secret) != 32 || !k.Key.Allows("a.example") || k.Key.Allows("b.example") {
			t.Errorf("%+v", k)
		}
		if got := ask(w, registry.Actor{}, zone.RevealZoneKey{Name: "zoe.key"}); string(got.Secret) != string(k.Secret) || got.Key.Actor().Account != zoe.Account {
			t.Errorf("revealed: %+v", got)
		}
		wantFault(w, eve, zone.CreateZoneKey{Name: "ZOE.key"}, registry.ErrTaken)
		wantFault(w, eve, zone.CreateZoneKey{Zones: []string{"a.example"}}, registry.ErrNotYours)
		wantFault(w, eve, zone.CreateZoneKey{Algorithm: "hmac-md5"}, registry.ErrRange)
		wantFault(w, eve, zone.CreateZoneKey{Account: zoe.Account}, registry.ErrNoAccount)
		wantFault(w, registry.Actor{}, zone.CreateZoneKey{}, registry.ErrRole)
		wantFault(w, eve, zone.DeleteZoneKey{Name: "zoe.key"}, registry.ErrNoKey)
		do(w, zoe, zone.DeleteZoneKey{Name: "zoe.key"})
		wantQueryFault(w, registry.Actor{}, zone.RevealZoneKey{Name: "zoe.key"}, registry.ErrNoKey)
		for _, c := range w.changes() {
			if strings.Contains(string(c.After), string(k.Secret)) {
				t.Error("the key is in the change log")
			}
		}
	})
}
