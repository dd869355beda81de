package zone

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Unreachable is a name server of a domain at or below the domain's name that has no
// address, so that the zone leaves it out.
type Unreachable struct{ Domain, Host name.Name }

// refreshSelfServed publishes the delegation of the name at or above host n again, if
// it depends on an address of n.
func (p *state) refreshSelfServed(z *Zone, n name.Name) {
	for n.Parent() != z.Name {
		n = n.Parent()
	}
	if d, ok := z.selfServed[n]; ok {
		p.setName(n, &d)
	}
}

// withGlue returns d without the name servers at or below n, its name, that have no
// address: no resolver could reach them (RFC 9471 section 2.1). It returns the zero
// delegation if no name server is left.
func (p *state) withGlue(z *Zone, n name.Name, d delegation) delegation {
	delete(z.selfServed, n)
	if d.hosted || !slices.ContainsFunc(d.nameservers, func(ns registry.Nameserver) bool { return ns.Host.Within(n) }) {
		return d
	}
	z.selfServed[n] = d
	d.nameservers = slices.DeleteFunc(slices.Clone(d.nameservers), func(ns registry.Nameserver) bool {
		return z.lacksGlue(n, ns)
	})
	if len(d.nameservers) == 0 {
		return delegation{}
	}
	return d
}

// withdrawUnreachable publishes the delegation of n again if a name server in it had its
// address from the delegation that n had before.
func (p *state) withdrawUnreachable(z *Zone, n name.Name) {
	d, selfServed := z.selfServed[n]
	published := z.setByID(p.table.get([]byte(toWire(string(n)))).loadID())
	if !selfServed || published == nil {
		return
	}
	missing := false
	published.eachInZone(func(host name.Name, addrs []netip.Addr) {
		missing = missing || z.lacksGlue(n, registry.Nameserver{Host: host, Addrs: addrs})
	})
	if missing {
		p.setName(n, &d)
	}
}

// unreachable returns what withGlue leaves out, sorted.
func (z *Zone) unreachable() []Unreachable {
	var all []Unreachable
	for n, d := range z.selfServed {
		for _, ns := range d.nameservers {
			if z.lacksGlue(n, ns) {
				all = append(all, Unreachable{n, ns.Host})
			}
		}
	}
	slices.SortFunc(all, func(a, b Unreachable) int {
		return cmp.Or(a.Domain.Compare(b.Domain), a.Host.Compare(b.Host))
	})
	return all
}

// hasAddrs reports whether h would have addresses in the zone; not if it is nil.
func (h *host) hasAddrs() bool {
	return h != nil && len(h.attrAddrs)+len(h.objectAddrs)+len(h.ownAddrs) > 0
}

// lacksGlue reports whether ns is at or below the domain n and has no address.
func (z *Zone) lacksGlue(n name.Name, ns registry.Nameserver) bool {
	return ns.Host.Within(n) && len(ns.Addrs) == 0 && !z.hosts[ns.Host].hasAddrs()
}
