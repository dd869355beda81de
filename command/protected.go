package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckProtected returns ErrProtected if the actor may not get n because others rely on a
// host at or below it: the environment's infrastructure, a storefront with its name
// servers, or a registrar whose host has no superordinate domain yet (RFC 5732 section
// 3.2.1: the superordinate domain and its hosts have one sponsor). The storefront's own
// registrar, but not its accounts, may get a name above its name servers; operators may
// get any name.
func (s *Snapshot) CheckProtected(n name.Name) error {
	if s.By.Operator() {
		return nil
	}
	protected := registry.ErrProtected.On("name", string(n))
	if s.Runner.Infrastructure.Has(n) {
		return protected
	}
	const most = 1000 // more hosts than a domain may have
	hosts, err := s.Store.Hosts().Within(n, most)
	if err != nil {
		return err
	}
	for _, h := range hosts {
		switch serves, err := s.ServesStorefront(h); {
		case err != nil:
			return err
		case h.Registrar == s.By.Registrar && (s.By.Account == "" || !serves):
		case serves, h.Parent == "":
			return protected
		}
	}
	return nil
}

// ServesStorefront reports whether h is a name server of its registrar's storefront.
func (s *Snapshot) ServesStorefront(h registry.Host) (bool, error) {
	r, err := s.Store.Registrars().Get(h.Registrar)
	exists, err := IsFound(err)
	return exists && slices.Contains(r.Nameservers, h.Name), err
}
