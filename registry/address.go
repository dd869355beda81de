package registry

import (
	"net/netip"
	"slices"
)

// A SpecialBlock is an entry of IANA's IPv4 and IPv6 Special-Purpose Address Registries
// (RFC 6890, as of 2025-10).
type SpecialBlock struct {
	Prefix  netip.Prefix
	Purpose string // such as "Private-Use"
	Global  bool   // IANA: globally reachable. False too where IANA says "N/A"
}

// specialBlocks are the entries of both registries; of two that overlap the longer
// prefix holds.
var specialBlocks = []SpecialBlock{
	block("0.0.0.0/8", "This network", false),
	block("10.0.0.0/8", "Private-Use", false),
	block("100.64.0.0/10", "Shared Address Space", false),
	block("127.0.0.0/8", "Loopback", false),
	block("169.254.0.0/16", "Link Local", false),
	block("172.16.0.0/12", "Private-Use", false),
	block("192.0.0.0/24", "IETF Protocol Assignments", false),
	block("192.0.0.9/32", "Port Control Protocol Anycast", true),
	block("192.0.0.10/32", "Traversal Using Relays around NAT Anycast", true),
	block("192.0.2.0/24", documentation, false),
	block("192.31.196.0/24", "AS112-v4", true),
	block("192.52.193.0/24", "AMT", true),
	block("192.88.99.0/24", "Deprecated (6to4 Relay Anycast)", false),
	block("192.168.0.0/16", "Private-Use", false),
	block("192.175.48.0/24", "Direct Delegation AS112 Service", true),
	block("198.18.0.0/15", "Benchmarking", false),
	block("198.51.100.0/24", documentation, false),
	block("203.0.113.0/24", documentation, false),
	block("240.0.0.0/4", "Reserved", false),
	block("255.255.255.255/32", "Limited Broadcast", false),

	block("::/128", "Unspecified Address", false),
	block("::1/128", "Loopback Address", false),
	block("::ffff:0:0/96", "IPv4-mapped Address", false),
	block("64:ff9b::/96", translation, true),
	block("64:ff9b:1::/48", translation, false),
	block("100::/64", "Discard-Only Address Block", false),
	block("100:0:0:1::/64", "Dummy IPv6 Prefix", false),
	block("2001::/23", "IETF Protocol Assignments", false),
	block("2001::/32", "TEREDO", false),
	block("2001:1::1/128", "Port Control Protocol Anycast", true),
	block("2001:1::2/128", "Traversal Using Relays around NAT Anycast", true),
	block("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast", true),
	block("2001:2::/48", "Benchmarking", false),
	block("2001:3::/32", "AMT", true),
	block("2001:4:112::/48", "AS112-v6", true),
	block("2001:10::/28", "Deprecated (ORCHID)", false),
	block("2001:20::/28", "ORCHIDv2", true),
	block("2001:30::/28", "Drone Remote ID Protocol Entity Tags", true),
	block("2001:db8::/32", documentation, false),
	block("2002::/16", "6to4", false),
	block("2620:4f:8000::/48", "Direct Delegation AS112 Service", true),
	block("3fff::/20", documentation, false),
	block("5f00::/16", "Segment Routing (SRv6) SIDs", false),
	block("fc00::/7", "Unique-Local", false),
	block("fe80::/10", "Link-Local Unicast", false),
}

const (
	documentation = "Documentation"
	translation   = "IPv4-IPv6 Translat."
)

func block(prefix, purpose string, global bool) SpecialBlock {
	return SpecialBlock{netip.MustParsePrefix(prefix), purpose, global}
}

// SpecialPurpose returns the most specific special-purpose block that contains an
// address; false if there is none, which is so for ordinary unicast and for multicast.
func SpecialPurpose(a netip.Addr) (SpecialBlock, bool) {
	a = a.WithZone("")
	best := SpecialBlock{}
	for _, b := range specialBlocks {
		if b.Prefix.Contains(a) && (!best.Prefix.IsValid() || b.Prefix.Bits() > best.Prefix.Bits()) {
			best = b
		}
	}
	return best, best.Prefix.IsValid()
}

// ParseGlue parses glue addresses and removes duplicates; ErrSyntax for an address at
// which the Internet cannot reach a name server.
func (p Policy) ParseGlue(texts []string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for _, s := range texts {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" || a.IsMulticast() || !p.mayServe(a) {
			return nil, ErrSyntax.On("addr", Truncate(s))
		}
		if !slices.Contains(addrs, a) {
			addrs = append(addrs, a)
		}
	}
	return addrs, nil
}

// mayServe reports whether a name server may have a unicast address.
func (p Policy) mayServe(a netip.Addr) bool {
	b, special := SpecialPurpose(a)
	switch {
	case !special:
		return true
	case b.Purpose == documentation:
		return !p.RefuseExampleAddrs
	case b.Purpose == translation: // it is globally reachable, but stands for an IPv4 address, which is to be given itself
		return false
	}
	return b.Global
}
