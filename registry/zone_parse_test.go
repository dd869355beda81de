package registry_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/rdata"
	"github.com/cadastre-registry/cadastre/registry"
)

// TestAZoneFileIsTheZone writes random zones as zone files, with what a server adds, and
// reads them: the same records come back.
func TestAZoneFileIsTheZone(t *testing.T) {
	octets := rapid.Custom(func(r *rapid.T) string {
		return string(rapid.SliceOfN(rapid.Byte(), 0, 255).Draw(r, "octets"))
	})
	data := map[string]*rapid.Generator[string]{
		"TXT": rapid.Custom(func(r *rapid.T) string {
			return rdata.FromStrings(rapid.SliceOfN(octets, 1, 4).Draw(r, "strings"))
		}),
		"A":    rapid.SampledFrom([]string{"192.0.2.1", "192.0.2.2"}),
		"NS":   rapid.SampledFrom([]string{"ns.a.example.", `odd\.name.b.example.`}),
		"MX":   rapid.SampledFrom([]string{"10 mail.b.example.", "20 mail.b.example."}),
		"LOC":  rapid.SampledFrom([]string{"52 22 23.000 N 4 53 59.999 E -2m", `\# 16 00121613800000018000000300989680`}),
		"SVCB": rapid.SampledFrom([]string{`1 . key65400="\255;()\""`, "0 b.example."}),
		"URI":  rapid.SampledFrom([]string{`1 1 "https://b.example/;a=(b)"`, `1 1 "\$ORIGIN"`}),
	}
	label := rapid.SampledFrom([]string{"x", "sub", "*", `my\ printer`, `a\046b`, `\036origin`, `_sip._tcp`})
	rapid.Check(t, func(r *rapid.T) {
		var zone []registry.Record
		file := "a.example. 3600 IN SOA ns1.b.example. host.b.example. 1 2 3 4 5\na.example. 3600 IN NS ns1.b.example.\n"
		for range rapid.IntRange(0, 8).Draw(r, "records") {
			kind := rapid.SampledFrom([]string{"TXT", "A", "NS", "MX", "LOC", "SVCB", "URI"}).Draw(r, "type")
			record := registry.Record{Zone: "a.example", Label: label.Draw(r, "label"), Type: kind, Data: data[kind].Draw(r, "data"), TTL: rapid.IntRange(0, 100).Draw(r, "TTL")}
			record, err := record.Normalize()
			if err != nil { // such as NS at a wildcard
				continue
			}
			if !slices.ContainsFunc(zone, record.Same) {
				zone = append(zone, record)
			}
			file += fmt.Sprintf("%s. %d IN %s %s\n", record.Owner(), record.TTL, record.Type, record.Data)
		}
		got, apex, err := registry.ParseZone("a.example", file)
		if err != nil || apex != 2 || !slices.Equal(got, zone) {
			r.Fatalf("%s\nis read as %v, %d of the apex, %v; want %v", file, got, apex, err, zone)
		}
	})
	if _, _, err := registry.ParseZone("a.example", "$TTL 60\n"+strings.Repeat("x A 192.0.2.1\n", 3000)); err == nil {
		t.Error("3000 records are read")
	}
}

// TestEveryNameInAZoneHasALabel checks that an owner of any octets that is in a zone, as the
// DNS library writes it, has a label, and keeps its wire form but for upper case.
func TestEveryNameInAZoneHasALabel(t *testing.T) {
	label := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte(`.\"$@;*'()_-A`))), 1, 63)
	rapid.Check(t, func(r *rapid.T) {
		var wire []byte
		for _, octets := range rapid.SliceOfN(label, 1, 3).Draw(r, "labels") {
			wire = append(append(wire, byte(len(octets))), octets...)
		}
		wire = append(wire, name.Name("a.example").Wire()...)
		text, _, err := dns.UnpackDomainName(wire, 0)
		if err != nil {
			r.Skip(err)
		}
		got, err := registry.OwnerLabel(text, "a.example")
		if err != nil {
			r.Fatalf("%q: %v", text, err)
		}
		owner := name.Name(registry.Record{Zone: "a.example", Label: got}.Owner())
		for i, c := range wire {
			if 'A' <= c && c <= 'Z' {
				wire[i] = c + 'a' - 'A'
			}
		}
		if !bytes.Equal([]byte(owner.Wire()), wire) {
			r.Fatalf("%q: %q is %q, want %q", text, owner, owner.Wire(), wire)
		}
	})
}
