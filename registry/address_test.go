package registry

import (
	"net/netip"
	"testing"
)

func TestSpecialPurposeAddressesAreNoGlue(t *testing.T) {
	for addr, want := range map[string]bool{
		"9.9.9.9": true, "100.63.255.255": true, "100.128.0.1": true, "172.32.0.1": true, "198.20.0.1": true, "223.255.255.255": true,
		"192.175.48.6": true, "192.0.0.9": true, "2620:fe::fe": true, "2001:4:112::1": true, "2001:200::1": true, "2620:4f:8000::6": true,
		"192.0.2.1": true, "198.51.100.1": true, "203.0.113.1": true, "2001:db8::1": true, "3fff::1": true, // documentation
		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "127.0.0.1": false, "169.254.0.1": false,
		"172.16.0.1": false, "172.31.255.255": false, "192.0.0.8": false, "192.88.99.1": false, "192.168.1.1": false,
		"198.18.0.1": false, "198.19.255.255": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:9.9.9.9": false, "64:ff9b::9.9.9.9": false, "64:ff9b:1::1": false, "100::1": false, "100:0:0:1::1": false,
		"2001::1": false, "2001:2::1": false, "2001:10::1": false, "2002::1": false, "5f00::1": false, "fc00::1": false, "fd00::1": false,
		"fe80::1": false, "ff02::1": false, "2620:fe::fe%eth0": false, "x": false, "": false,
	} {
		if _, err := (Policy{}).ParseGlue([]string{addr}); (err == nil) != want {
			t.Errorf("%s: %v, want %t", addr, err, want)
		}
	}
	for _, addr := range []string{"192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"} {
		if _, err := (Policy{RefuseExampleAddrs: true}).ParseGlue([]string{addr, "9.9.9.9"}); err == nil {
			t.Errorf("%s is no example address", addr)
		}
	}
	if got, err := (Policy{}).ParseGlue([]string{"9.9.9.9", "9.9.9.9"}); err != nil || len(got) != 1 {
		t.Errorf("a duplicate: %v, %v", got, err)
	}
}

func TestTheLongestSpecialBlockHolds(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.0.9": "Port Control Protocol Anycast", "192.0.0.1": "IETF Protocol Assignments", "255.255.255.255": "Limited Broadcast",
		"2001:1::3": "DNS-SD Service Registration Protocol Anycast", "fe80::1%eth0": "Link-Local Unicast",
	} {
		if b, ok := SpecialPurpose(netip.MustParseAddr(addr)); !ok || b.Purpose != want {
			t.Errorf("%s: %q, want %q", addr, b.Purpose, want)
		}
	}
}
