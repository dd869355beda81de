package dns_test

import (
	"context"
	"encoding/base64"
	"reflect"
	"slices"
	"testing"
	"time"

	mdns "github.com/miekg/dns"

	"github.com/cadastre-registry/cadastre/frontend/dns"
	"github.com/cadastre-registry/cadastre/registry"
)

// updateSeeds returns UPDATEs in wire form.
func updateSeeds(f *testing.F) (all [][]byte) {
	pack := func(m *mdns.Msg) {
		wire, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, wire)
	}
	for _, line := range typeLines {
		rr, err := mdns.NewRR(line)
		if err != nil {
			f.Fatal(err)
		}
		add, remove, need := new(mdns.Msg).SetUpdate("a.fr."), new(mdns.Msg).SetUpdate("a.fr."), new(mdns.Msg).SetUpdate("a.fr.")
		add.Insert([]mdns.RR{rr})
		pack(add)
		remove.Remove([]mdns.RR{mdns.Copy(rr)})
		remove.RemoveRRset([]mdns.RR{mdns.Copy(rr)})
		remove.RemoveName([]mdns.RR{mdns.Copy(rr)})
		pack(remove)
		need.Used([]mdns.RR{mdns.Copy(rr)})
		need.NameUsed([]mdns.RR{mdns.Copy(rr)})
		pack(need)
	}
	return all
}

// FuzzUpdate applies UPDATEs of any octets to a zone: they are refused, or leave records
// that a zone can have.
func FuzzUpdate(f *testing.F) {
	for _, wire := range updateSeeds(f) {
		f.Add(wire)
	}
	var zone []registry.Record
	for i, text := range []string{"A 192.0.2.1", `TXT "one"`, "MX 10 x.a.fr."} {
		kind, data := text[:slices.Index([]byte(text), ' ')], text[slices.Index([]byte(text), ' ')+1:]
		zone = append(zone, registry.Record{ID: int64(i + 1), Zone: "a.fr", Label: "x", Type: kind, Data: data, TTL: 60})
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		u, ok := dns.ReadUpdate(wire)
		if !ok || u.Zone != "a.fr" {
			return
		}
		after, err := u.Apply("a.fr", zone, time.Unix(0, 0))
		if err != nil {
			if !slices.Equal(after, zone) {
				t.Fatalf("%v, and the zone is %v", err, after)
			}
			return
		}
		var labels []string
		for _, r := range after {
			labels = append(labels, r.Label)
			if again, err := r.Normalize(); err != nil || again != r {
				t.Fatalf("%+v becomes %+v, %v", r, again, err)
			}
		}
		if err := registry.CheckRecords(after, labels); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzSignature changes octets of signed messages: one that is still valid asks for the
// same.
func FuzzSignature(f *testing.F) {
	now, secret := time.Now(), []byte("a secret of thirty-two octets...")
	ring := dns.KeyRing(func(_ context.Context, n string) (registry.ZoneKey, []byte, error) {
		if n != "a.key" {
			return registry.ZoneKey{}, nil, registry.ErrNoKey
		}
		return registry.ZoneKey{Name: n, Algorithm: "hmac-sha256"}, secret, nil
	})
	var signed [][]byte
	for _, wire := range updateSeeds(f) {
		m := new(mdns.Msg)
		if err := m.Unpack(wire); err != nil {
			f.Fatal(err)
		}
		m.SetTsig("a.key.", mdns.HmacSHA256, 65535, now.Unix())
		wire, _, err := mdns.TsigGenerate(m, base64.StdEncoding.EncodeToString(secret), "", false)
		if err != nil {
			f.Fatal(err)
		}
		if !dns.Verified(ring, wire, now) {
			f.Fatalf("%x is not valid", wire)
		}
		signed = append(signed, wire)
		f.Add(uint8(len(signed)-1), uint16(len(wire)/2), []byte{1})
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint16, change []byte) {
		original := signed[int(which)%len(signed)]
		wire := slices.Clone(original)
		for i, c := range change {
			wire[(int(at)+i)%len(wire)] ^= c
		}
		if !dns.Verified(ring, wire, now) {
			return
		}
		a, aok := dns.ReadUpdate(original)
		b, bok := dns.ReadUpdate(wire)
		if aok != bok || !reflect.DeepEqual(a, b) {
			t.Fatalf("%x is valid and asks for\n%+v, not\n%+v", wire, b, a)
		}
	})
}
