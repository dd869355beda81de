// Package namelist has the names that are not sold like others: those that the registry's
// own infrastructure relies on. It is pure: no input or output, no clock.
package namelist

import "github.com/cadastre-registry/cadastre/name"

// Infrastructure is a set of hosts that an environment relies on, such as the name servers
// of its TLDs, with every name above them. Who holds such a name controls the host. The
// zero value is the empty set.
type Infrastructure map[name.Name]struct{}

// NewInfrastructure returns the set of the given hosts and every name above them.
func NewInfrastructure(hosts ...name.Name) Infrastructure {
	all := Infrastructure{}
	for _, n := range hosts {
		for ; n != ""; n = n.Parent() {
			all[n] = struct{}{}
		}
	}
	return all
}

// Has reports whether n is one of the hosts or above one.
func (i Infrastructure) Has(n name.Name) bool {
	_, ok := i[n]
	return ok
}
