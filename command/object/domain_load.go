package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// RefreshDomain runs AdvanceDomain on n and returns the result, and whether n is
// still registered. Every command that changes or registers a name starts here.
func RefreshDomain(t *command.Tx, n name.Name) (registry.Domain, bool, error) {
	d, err := t.Store.Domains().Get(n)
	if exists, err := command.IsFound(err); !exists {
		return d, false, err
	}
	if !d.IsDue(t.Now) {
		return d, true, nil
	}
	if d, _, err = RecordTransitions(t, d); err != nil {
		return d, false, err
	}
	if d.Phase != registry.Released {
		return d, true, nil
	}
	d, err = t.Store.Domains().Get(n) // a preorder may have caught it
	exists, err := command.IsFound(err)
	return d, exists, err
}

// LoadOwnDomain is RefreshDomain for a name that the actor owns; ErrNameSyntax,
// ErrNoName or ErrNotYours otherwise.
func LoadOwnDomain(t *command.Tx, text string) (registry.Domain, registry.Policy, error) {
	n, err := t.ParseLookup(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	d, exists, err := RefreshDomain(t, n)
	switch {
	case err != nil:
		return d, registry.Policy{}, err
	case !exists:
		return d, registry.Policy{}, registry.ErrNoName.On("name", string(n))
	case !t.By.Owns(d.Registrar, d.Account):
		return d, registry.Policy{}, registry.ErrNotYours.On("name", string(n))
	}
	p, err := t.FindPolicy(n)
	return d, p, err
}

// LoadDomain is RefreshDomain for a domain of any sponsor, with its policy;
// ErrNameSyntax, ErrTLD or ErrNoName otherwise.
func LoadDomain(t *command.Tx, text string) (registry.Domain, registry.Policy, error) {
	n, err := t.ParseLookup(text)
	if err != nil {
		return registry.Domain{}, registry.Policy{}, err
	}
	p, err := t.FindPolicy(n)
	if err != nil {
		return registry.Domain{}, p, err
	}
	d, exists, err := RefreshDomain(t, n)
	if err == nil && !exists {
		err = registry.ErrNoName.On("name", string(n))
	}
	return d, p, err
}
