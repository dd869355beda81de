package host

import (
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ParseGlue parses glue addresses and removes duplicates; ErrSyntax for an
// address that is not globally reachable unicast.
func ParseGlue(texts []string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	for _, s := range texts {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" || a.IsUnspecified() || a.IsMulticast() || a.Is4In6() ||
			a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
			return nil, registry.ErrSyntax.On("addr", command.Truncate(s))
		}
		if !slices.Contains(addrs, a) {
			addrs = append(addrs, a)
		}
	}
	return addrs, nil
}
