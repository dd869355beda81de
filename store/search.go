package store

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Pattern picks names in A-label form: those that begin with Prefix and, if
// there is a Suffix, such as ".example", go on to it without another dot.
type Pattern struct{ Prefix, Suffix string }

// Fits reports whether p picks n.
func (p Pattern) Fits(n name.Name) bool {
	if len(n) < len(p.Prefix)+len(p.Suffix) || !strings.HasPrefix(string(n), p.Prefix) || !strings.HasSuffix(string(n), p.Suffix) {
		return false
	}
	between := string(n)[len(p.Prefix) : len(n)-len(p.Suffix)]
	return p.Suffix == "" || !strings.Contains(between, ".")
}

// ErrBroad reports a search that would have to look at too much.
var ErrBroad = errors.New("store: the search is too broad")

// A Search finds what the public asks for by less than a key. Every answer is
// in name order, of names after one, and at most limit long (zero: 100).
type Search interface {
	// Domains returns registered names that p picks.
	Domains(p Pattern, after name.Name, limit int) ([]registry.Domain, error)
	// Hosts returns hosts that p picks.
	Hosts(p Pattern, after name.Name, limit int) ([]registry.Host, error)
	// Servers returns the names to which domains are delegated that p picks,
	// whether there is a host of that name or not; ErrBroad when they are too
	// far between.
	Servers(p Pattern, after name.Name, limit int) ([]name.Name, error)
	// HostsAt returns hosts that have an address.
	HostsAt(a netip.Addr, after name.Name, limit int) ([]registry.Host, error)
	// DomainsAt returns domains that give an address to one of their name
	// servers themselves.
	DomainsAt(a netip.Addr, after name.Name, limit int) ([]registry.Domain, error)
	// Contact returns the contact with a number, or ErrNotFound.
	Contact(number int64) (registry.Contact, error)
}
