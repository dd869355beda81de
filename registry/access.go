package registry

import (
	"net/netip"
	"time"
)

// Access is a network from which a registrar's users may connect.
type Access struct {
	ID         int64        `json:"id"`
	Prefix     netip.Prefix `json:"prefix"`
	Interfaces []Interface  `json:"interfaces"` // InterfaceAPI, InterfacePortal
	Created    time.Time    `json:"created"`
	CreatedBy  Author       `json:"created_by,omitzero"`
	Updated    time.Time    `json:"updated,omitzero"`
	UpdatedBy  Author       `json:"updated_by,omitzero"`
}

// MaxAccess is the maximum number of addresses of a registrar. An IPv4 network
// counts all of its addresses, an IPv6 network counts once.
const MaxAccess = 256

// ParseAccess parses an address or a prefix: IPv4 of up to MaxAccess addresses, a
// single IPv6 address or a /64. ErrSyntax if it is neither, ErrRange if it is too
// wide, unspecified or multicast.
func ParseAccess(text string) (netip.Prefix, error) {
	var none netip.Prefix
	p, err := netip.ParsePrefix(text)
	if err != nil {
		a, err := netip.ParseAddr(text)
		if err != nil || a.Zone() != "" {
			return none, ErrSyntax.On("address", Truncate(text))
		}
		a = a.Unmap()
		p = netip.PrefixFrom(a, a.BitLen())
	}
	switch {
	case p.Addr().Is4In6():
		return none, ErrSyntax.On("address", Truncate(text))
	case p.Addr().IsUnspecified(), p.Addr().IsMulticast():
		return none, ErrRange.On("address", Truncate(text))
	case p.Addr().Is4() && p.Bits() < 24, p.Addr().Is6() && p.Bits() != 64 && p.Bits() != 128:
		return none, ErrRange.On("address", Truncate(text))
	}
	return p.Masked(), nil
}

// addressCount returns the number of addresses that p counts for MaxAccess.
func addressCount(p netip.Prefix) int {
	if p.Addr().Is4() {
		return 1 << (32 - p.Bits())
	}
	return 1
}

// CheckAccess checks the list of a registrar: ErrExists for a duplicate network,
// ErrTooMany for more than MaxAccess addresses.
func CheckAccess(list []Access) error {
	sum := 0
	seen := map[netip.Prefix]bool{}
	for _, a := range list {
		if seen[a.Prefix] {
			return ErrExists.On("address", a.Prefix.String())
		}
		seen[a.Prefix] = true
		sum += addressCount(a.Prefix)
	}
	if sum > MaxAccess {
		return ErrTooMany.On("address", "256")
	}
	return nil
}
