package store

import (
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Pattern picks names in A-label form: those that begin with Prefix and end
// in Suffix, without the two overlapping.
type Pattern struct{ Prefix, Suffix string }

// Fits reports whether p picks n.
func (p Pattern) Fits(n name.Name) bool {
	return len(n) >= len(p.Prefix)+len(p.Suffix) && strings.HasPrefix(string(n), p.Prefix) && strings.HasSuffix(string(n), p.Suffix)
}

// A Search finds what the public asks for by less than a key. Every answer is
// in name order, of names after one, and at most limit long (zero: 100).
type Search interface {
	// Domains returns registered names that p picks.
	Domains(p Pattern, after name.Name, limit int) ([]registry.Domain, error)
	// Hosts returns hosts that p picks.
	Hosts(p Pattern, after name.Name, limit int) ([]registry.Host, error)
	// Servers returns the names to which domains are delegated that p picks,
	// whether there is a host of that name or not.
	Servers(p Pattern, after name.Name, limit int) ([]name.Name, error)
	// HostsAt returns hosts that have an address.
	HostsAt(a netip.Addr, after name.Name, limit int) ([]registry.Host, error)
	// DomainsAt returns domains that give an address to one of their name
	// servers themselves.
	DomainsAt(a netip.Addr, after name.Name, limit int) ([]registry.Domain, error)
	// Contact returns the contact with a number, or ErrNotFound.
	Contact(number int64) (registry.Contact, error)
}
