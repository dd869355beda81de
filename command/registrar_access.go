package command

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// The users of a registrar with RoleSuper maintain its address list. The list
// applies as soon as it has an entry for the API. Prefixes that the operator added
// to Registrar.Allow stay.

// AddAccess adds an address or a range to the address list of the actor's
// registrar. ErrSyntax or ErrRange for an invalid one, ErrExists, ErrTooBroad.
type AddAccess struct {
	Address    string
	Interfaces []string
}

func (c AddAccess) Run(t *Tx) (registry.Access, error) {
	p, err := registry.ParseAccess(c.Address)
	if err != nil {
		return registry.Access{}, err
	}
	id, err := t.st.NextID()
	if err != nil {
		return registry.Access{}, err
	}
	a := registry.Access{ID: id, Prefix: p, Interfaces: c.Interfaces, Created: t.Now, CreatedBy: t.authorID()}
	return a, t.updateAccessList(func(list []registry.Access) ([]registry.Access, error) {
		return append(list, a), checkInterfaces(c.Interfaces)
	})
}

// UpdateAccess updates an entry of the list; a field that is nil or "" is not
// changed. ErrNoAccess.
type UpdateAccess struct {
	ID         int64
	Address    string
	Interfaces []string
}

func (c UpdateAccess) Run(t *Tx) (registry.Access, error) {
	var a registry.Access
	err := t.updateAccessList(func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessIndex(list, c.ID)
		if err != nil {
			return nil, err
		}
		if c.Address != "" {
			if list[i].Prefix, err = registry.ParseAccess(c.Address); err != nil {
				return nil, err
			}
		}
		if c.Interfaces != nil {
			if err := checkInterfaces(c.Interfaces); err != nil {
				return nil, err
			}
			list[i].Interfaces = c.Interfaces
		}
		list[i].Updated, list[i].UpdatedBy = t.Now, t.authorID()
		a = list[i]
		return list, nil
	})
	return a, err
}

// RemoveAccess removes an entry from the list, with effect from the next login or
// request. ErrNoAccess.
type RemoveAccess struct{ ID int64 }

func (c RemoveAccess) Run(t *Tx) (registry.Access, error) {
	var a registry.Access
	err := t.updateAccessList(func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessIndex(list, c.ID)
		if err != nil {
			return nil, err
		}
		a = list[i]
		return slices.Delete(list, i, i+1), nil
	})
	return a, err
}

// updateAccessList changes the list of the actor's registrar, and Allow with it.
func (t *Tx) updateAccessList(edit func([]registry.Access) ([]registry.Access, error)) error {
	if err := t.requireRole(registry.RoleSuper); err != nil {
		return err
	}
	r, err := t.FindRegistrar(t.By.Registrar)
	if err != nil {
		return err
	}
	list, err := edit(slices.Clone(r.Access)) // the row may be shared
	if err != nil {
		return err
	}
	if err := registry.CheckAccess(list); err != nil {
		return err
	}
	r.Allow = append(subtractPrefixes(r.Allow, apiPrefixes(r.Access)), apiPrefixes(list)...)
	r.Access = list
	return t.saveRegistrar("access", &r)
}

// apiPrefixes returns the prefixes of list that may use the API.
func apiPrefixes(list []registry.Access) (all []netip.Prefix) {
	for _, a := range list {
		if slices.Contains(a.Interfaces, registry.InterfaceAPI) {
			all = append(all, a.Prefix)
		}
	}
	return all
}

// subtractPrefixes returns list with each of gone removed once: the operator may
// have added an equal one.
func subtractPrefixes(list, gone []netip.Prefix) []netip.Prefix {
	list = slices.Clone(list)
	for _, p := range gone {
		if i := slices.Index(list, p); i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
	}
	return list
}

// accessIndex returns the index of the entry with an ID; ErrNoAccess.
func accessIndex(list []registry.Access, id int64) (int, error) {
	i := slices.IndexFunc(list, func(a registry.Access) bool { return a.ID == id })
	if i < 0 {
		return i, registry.ErrNoAccess.On("address", strconv.FormatInt(id, 10))
	}
	return i, nil
}

// checkInterfaces checks that list has at least one interface, and only known ones
// without duplicates.
func checkInterfaces(list []string) error {
	if len(list) == 0 {
		return registry.ErrMissing.On("interfaces", "")
	}
	for i, s := range list {
		if s != registry.InterfaceAPI && s != registry.InterfacePortal || slices.Contains(list[:i], s) {
			return registry.ErrRange.On("interfaces", truncate(s))
		}
	}
	return nil
}

// ListAccess returns the actor's registrar, with its address list.
type ListAccess struct{}

func (ListAccess) Answer(s *Snapshot) (registry.Registrar, error) {
	if err := s.requireRole(registry.RoleSuper); err != nil {
		return registry.Registrar{}, err
	}
	return s.FindRegistrar(s.By.Registrar)
}

// AccessInfo returns one entry of the list; ErrNoAccess.
type AccessInfo struct{ ID int64 }

func (q AccessInfo) Answer(s *Snapshot) (registry.Access, error) {
	r, err := ListAccess{}.Answer(s)
	if err != nil {
		return registry.Access{}, err
	}
	i, err := accessIndex(r.Access, q.ID)
	if err != nil {
		return registry.Access{}, err
	}
	return r.Access[i], nil
}
