// Package namelist has the names that are not sold like others: reserved, blocked and
// premium ones, which operators list, and those above hosts that others rely on.
//
// Begin with listing.go, what lists say of a name, and retained.go, what protects it.
// csv.go reads and writes lists. Like package registry it does not read the clock.
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
