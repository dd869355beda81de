package registry_test

import (
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

// The key and the digest are those of RFC 4509 section 2.3.
func TestKeyDS(t *testing.T) {
	k := registry.Key{Flags: 256, Protocol: 3, Algorithm: 5,
		PublicKey: "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="}
	want := registry.DS{KeyTag: 60485, Algorithm: 5, DigestType: 2, Digest: "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"}
	if got, ok := k.DS("dskey.example.com"); !ok || got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, k := range []registry.Key{{Flags: 0, Protocol: 3, PublicKey: k.PublicKey}, {Flags: 256, Protocol: 2, PublicKey: k.PublicKey}, {Flags: 256, Protocol: 3, PublicKey: "?"}} {
		if got, ok := k.DS("a.example"); ok {
			t.Errorf("%+v has the DS record %+v", k, got)
		}
	}
}
