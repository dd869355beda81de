package store

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Pattern matches names in A-label form that begin with Prefix. If Suffix is
// not empty, such as ".example", the name must end with it, with no dot between
// prefix and suffix.
type Pattern struct{ Prefix, Suffix string }

// Matches reports whether n matches p.
func (p Pattern) Matches(n name.Name) bool {
	if len(n) < len(p.Prefix)+len(p.Suffix) || !strings.HasPrefix(string(n), p.Prefix) || !strings.HasSuffix(string(n), p.Suffix) {
		return false
	}
	between := string(n)[len(p.Prefix) : len(n)-len(p.Suffix)]
	return p.Suffix == "" || !strings.Contains(between, ".")
}

// ErrTooBroad reports a search that would have to read too many rows.
var ErrTooBroad = errors.New("store: the search is too broad")

// Search serves the searches of RDAP and WHOIS. Results are in name order, with
// names greater than after, and at most limit long (zero: 100).
type Search interface {
	// Domains returns the domains whose name matches p.
	Domains(p Pattern, after name.Name, limit int) ([]registry.Domain, error)
	// Hosts returns the host objects whose name matches p.
	Hosts(p Pattern, after name.Name, limit int) ([]registry.Host, error)
	// Nameservers returns the names matching p to which domains are delegated,
	// with or without a host object; ErrTooBroad when too many others lie
	// between them.
	Nameservers(p Pattern, after name.Name, limit int) ([]name.Name, error)
	// HostsByAddr returns the host objects with address a.
	HostsByAddr(a netip.Addr, after name.Name, limit int) ([]registry.Host, error)
	// DomainsByAddr returns the domains that have a as an address of one of their
	// name servers (host attributes, RFC 5731 section 1.1).
	DomainsByAddr(a netip.Addr, after name.Name, limit int) ([]registry.Domain, error)
	// ContactByNumber returns the contact with a Contact.Number, or ErrNotFound.
	ContactByNumber(number int64) (registry.Contact, error)
	// ContactsByName returns the contacts whose Postal.Name is the text, in any case, in
	// the order of their handles.
	ContactsByName(text string, limit int) ([]registry.Contact, error)
	// ContactsByEmail is ContactsByName for Email.
	ContactsByEmail(text string, limit int) ([]registry.Contact, error)
}
