package registry

import (
	"net/netip"
	"time"
)

// An Access is a network address, or a range of them, from which a registrar's
// users may come.
type Access struct {
	ID         int64        `json:"id"`
	Prefix     netip.Prefix `json:"prefix"`
	Interfaces []string     `json:"interfaces"` // AccessAPI, AccessPortal
	Created    time.Time    `json:"created"`
	CreatedBy  string       `json:"created_by,omitempty"`
	Updated    time.Time    `json:"updated,omitzero"`
	UpdatedBy  string       `json:"updated_by,omitempty"`
}

// MaxAccess is how many addresses a registrar may list. A range of IPv4 counts
// all of its addresses, one of IPv6 counts once.
const MaxAccess = 256

// ParseAccess reads an address or a range: any IPv4 range up to MaxAccess, a
// single IPv6 address or a /64. ErrSyntax if it is neither, ErrRange if it is
// too wide.
func ParseAccess(text string) (netip.Prefix, error) {
	var none netip.Prefix
	p, err := netip.ParsePrefix(text)
	if err != nil {
		a, err := netip.ParseAddr(text)
		if err != nil || a.Zone() != "" {
			return none, ErrSyntax.On("address", clip(text))
		}
		a = a.Unmap()
		p = netip.PrefixFrom(a, a.BitLen())
	}
	switch {
	case p.Addr().Is4In6():
		return none, ErrSyntax.On("address", clip(text))
	case p.Addr().IsUnspecified(), p.Addr().IsMulticast():
		return none, ErrRange.On("address", clip(text))
	case p.Addr().Is4() && p.Bits() < 24, p.Addr().Is6() && p.Bits() != 64 && p.Bits() != 128:
		return none, ErrRange.On("address", clip(text))
	}
	return p.Masked(), nil
}

// weight is how many addresses p counts.
func weight(p netip.Prefix) int {
	if p.Addr().Is4() {
		return 1 << (32 - p.Bits())
	}
	return 1
}

// CheckAccess reports whether a registrar may have this list: ErrThere for a
// range that is in it twice, ErrTooMany when it has more than MaxAccess
// addresses.
func CheckAccess(list []Access) error {
	sum := 0
	seen := map[netip.Prefix]bool{}
	for _, a := range list {
		if seen[a.Prefix] {
			return ErrThere.On("address", a.Prefix.String())
		}
		seen[a.Prefix] = true
		sum += weight(a.Prefix)
	}
	if sum > MaxAccess {
		return ErrTooMany.On("address", "256")
	}
	return nil
}
