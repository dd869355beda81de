package name_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/name"
)

// TestNamesKeepTheirWireForm reads names of random octets from their wire form, and writes
// them again.
func TestNamesKeepTheirWireForm(t *testing.T) {
	label := rapid.SliceOfN(rapid.OneOf(rapid.ByteRange('a', 'z'), rapid.Byte(), rapid.SampledFrom([]byte(`.\"$@; *_-`))), 1, 20)
	rapid.Check(t, func(r *rapid.T) {
		var wire []byte
		for range rapid.IntRange(1, 4).Draw(r, "labels") {
			octets := label.Draw(r, "label")
			for i, c := range octets {
				if 'A' <= c && c <= 'Z' {
					octets[i] = c + 'a' - 'A'
				}
			}
			wire = append(append(wire, byte(len(octets))), octets...)
		}
		wire = append(wire, 0)
		n := name.FromWire(wire)
		if got := n.Wire(); got != string(wire) {
			r.Fatalf("%q is %q, then %q", wire, n, got)
		}
		if again, err := name.ParseReference(string(n)); err != nil || again != n {
			r.Fatalf("%q is parsed as %q, %v", n, again, err)
		}
	})
	for n, want := range map[name.Name]string{"": "\x00", "a.example": "\x01a\x07example\x00", `a\046b.example`: "\x03a.b\x07example\x00"} {
		if got := n.Wire(); got != want || name.FromWire([]byte(got)) != n {
			t.Errorf("%q: %q", n, got)
		}
	}
}
