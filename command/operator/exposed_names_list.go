package operator

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ExposedName is a registered name above a host that others than its holder rely on.
type ExposedName struct {
	Name      name.Name
	Registrar registry.RegistrarID // that sponsors the name
	Account   registry.AccountID   // that holds it; "": the registrar's own
	Of        registry.RegistrarID // whose storefront relies on it; "": the environment does
}

// ListExposedNames lists the names that would not be sold today (see
// command.Snapshot.CheckProtected), but were before the configuration, a storefront or the
// program protected them, in name order. Names that are reserved for their registrar are
// left out. For operators.
type ListExposedNames struct{}

func (ListExposedNames) Answer(s *command.Snapshot) ([]ExposedName, error) {
	if err := requireOperator(s); err != nil {
		return nil, err
	}
	var all []ExposedName
	add := func(n name.Name, of registry.RegistrarID) error {
		d, err := findExposed(s, n)
		if err != nil || d.Name == "" || of != "" && d.Registrar == of && d.Account == "" {
			return err
		}
		all = append(all, ExposedName{d.Name, d.Registrar, d.Account, of})
		return nil
	}
	for n := range s.Runner.Infrastructure {
		if err := add(n, ""); err != nil {
			return nil, err
		}
	}
	for r, err := range s.Store.Registrars().All() {
		if err != nil {
			return nil, err
		}
		for _, n := range r.Nameservers {
			for ; n != ""; n = n.Parent() {
				if err := add(n, r.ID); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b ExposedName) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Of, b.Of)) })
	return slices.Compact(all), nil
}

// findExposed returns the domain n; the zero Domain if it is not registered, or is reserved
// for its registrar.
func findExposed(s *command.Snapshot, n name.Name) (registry.Domain, error) {
	if _, err := s.FindPolicy(n); err != nil { // not directly below a TLD of ours
		return registry.Domain{}, nil
	}
	d, err := s.FindDomain(n)
	if errors.Is(err, registry.ErrNoName) {
		return registry.Domain{}, nil
	} else if err != nil {
		return d, err
	}
	r, err := s.FindRetained(n)
	if r.ReservedFor(registry.Actor{Registrar: d.Registrar, Account: d.Account}, s.Now) {
		return registry.Domain{}, err
	}
	return d, err
}
