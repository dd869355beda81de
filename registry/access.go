package registry

import (
	"net/netip"
	"slices"
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
	Waiting    bool         `json:"waiting,omitempty"` // not applied until an operator commits it; only for InterfaceAPI
}

// APINetworks returns the networks of list for InterfaceAPI: those that are
// committed, and with waiting those that are to be.
func APINetworks(list []Access, waiting bool) (all []netip.Prefix) {
	for _, a := range list {
		if slices.Contains(a.Interfaces, InterfaceAPI) && (waiting || !a.Waiting) {
			all = append(all, a.Prefix)
		}
	}
	return all
}

// WithAccess returns r with a list of networks that its own users maintain. Allow
// has the committed ones for InterfaceAPI beside those that the operator gave.
func (r Registrar) WithAccess(list []Access) Registrar {
	r.Allow = append(r.OperatorNetworks(), APINetworks(list, false)...)
	r.Access = list
	return r
}

// OperatorNetworks returns the networks of Allow that do not come from Access. The
// operator may have given an equal one, so each is left out once.
func (r Registrar) OperatorNetworks() []netip.Prefix {
	list := slices.Clone(r.Allow)
	for _, p := range APINetworks(r.Access, false) {
		if i := slices.Index(list, p); i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
	}
	return list
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
