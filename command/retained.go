package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// CheckProtected returns ErrProtected if the actor may not get n because others rely on a
// host at or below it: the environment's infrastructure, a storefront with its name
// servers, or a registrar whose host has no superordinate domain (RFC 5732 section 3.2.1:
// the superordinate domain and its hosts have one sponsor). The storefront's own
// registrar, but not its accounts, may get a name above its name servers; operators, and a
// registrar that a name is reserved for, may get any.
func (s *Snapshot) CheckProtected(n name.Name) error {
	r, err := s.FindRetained(n)
	if err != nil {
		return err
	}
	return s.CheckProtectedBy(n, r)
}

// CheckProtectedBy is CheckProtected for what FindRetained has returned.
func (s *Snapshot) CheckProtectedBy(n name.Name, r namelist.Retained) error {
	if s.By.Operator() || r.ReservedFor(s.By, s.Now) {
		return nil
	}
	if s.Runner.Infrastructure.Has(n) || r.ProtectedFrom(s.By) {
		return registry.ErrProtected.On("name", string(n))
	}
	return nil
}

// FindRetained returns what lists say of n, and the hosts at or below n that others rely
// on. A query gets it from memory where Runner.Retained knows it.
func (s *Snapshot) FindRetained(n name.Name) (namelist.Retained, error) {
	if s.Retained != nil {
		if r, known := s.Retained(n); known {
			return r, nil
		}
	}
	var r namelist.Retained
	var err error
	if r.Listing, err = s.findListing(n); err != nil {
		return r, err
	}
	const most = 1000 // more hosts than a domain may have
	hosts, err := s.Store.Hosts().Within(n, most)
	if err != nil {
		return r, err
	}
	for _, h := range hosts {
		serves, err := s.ServesStorefront(h)
		if err != nil {
			return r, err
		}
		if serves || h.Parent == "" {
			r.Hosts = append(r.Hosts, namelist.Host{Registrar: h.Registrar, Serves: serves})
		}
	}
	return r, nil
}

// findListing returns the row of n, or that of the pattern that n is subject to; zero: no
// list has it.
func (s *Snapshot) findListing(n name.Name) (namelist.Listing, error) {
	l, err := s.Store.Listings().Get(n)
	if exists, err := IsFound(err); exists || err != nil {
		return l, err
	}
	pattern, ok := namelist.PatternOf(n)
	if !ok {
		return namelist.Listing{}, nil
	}
	l, err = s.Store.Listings().Get(pattern)
	_, err = IsFound(err)
	return l, err
}

// ServesStorefront reports whether h is a name server of its registrar's storefront.
func (s *Snapshot) ServesStorefront(h registry.Host) (bool, error) {
	r, err := s.Store.Registrars().Get(h.Registrar)
	exists, err := IsFound(err)
	return exists && slices.Contains(r.Nameservers, h.Name), err
}
