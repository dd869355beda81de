package command

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

// A registrar's list of addresses is made by its users with RoleSuper. It
// applies as soon as it has an address for the API; what the operator has put
// into Registrar.Allow stays.

// AddAccess lets the registrar's users come from an address or a range.
// ErrSyntax and ErrRange for what is none, ErrThere, ErrTooMany.
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
	a := registry.Access{ID: id, Prefix: p, Interfaces: c.Interfaces, Created: t.Now, CreatedBy: t.actor()}
	return a, t.editAccess(func(list []registry.Access) ([]registry.Access, error) {
		return append(list, a), checkInterfaces(c.Interfaces)
	})
}

// UpdateAccess changes an entry; nil and "" leave things as they are.
type UpdateAccess struct {
	ID         int64
	Address    string
	Interfaces []string
}

func (c UpdateAccess) Run(t *Tx) (registry.Access, error) {
	var a registry.Access
	err := t.editAccess(func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessOf(list, c.ID)
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
		list[i].Updated, list[i].UpdatedBy = t.Now, t.actor()
		a = list[i]
		return list, nil
	})
	return a, err
}

// RemoveAccess takes an entry off the list: from the next request on, nobody
// comes from there.
type RemoveAccess struct{ ID int64 }

func (c RemoveAccess) Run(t *Tx) (registry.Access, error) {
	var a registry.Access
	err := t.editAccess(func(list []registry.Access) ([]registry.Access, error) {
		i, err := accessOf(list, c.ID)
		if err != nil {
			return nil, err
		}
		a = list[i]
		return slices.Delete(list, i, i+1), nil
	})
	return a, err
}

// editAccess changes the list of the actor's registrar, and Allow with it.
func (t *Tx) editAccess(edit func([]registry.Access) ([]registry.Access, error)) error {
	if err := t.demand(registry.RoleSuper); err != nil {
		return err
	}
	r, err := t.Registrar(t.By.Registrar)
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
	r.Allow = append(without(r.Allow, open(r.Access)), open(list)...)
	r.Access = list
	return t.saveRegistrar("access", &r)
}

// open returns the ranges of list that may use the API.
func open(list []registry.Access) (all []netip.Prefix) {
	for _, a := range list {
		if slices.Contains(a.Interfaces, registry.AccessAPI) {
			all = append(all, a.Prefix)
		}
	}
	return all
}

// without returns list with each of gone taken out once: the operator may have
// put the same there.
func without(list, gone []netip.Prefix) []netip.Prefix {
	list = slices.Clone(list)
	for _, p := range gone {
		if i := slices.Index(list, p); i >= 0 {
			list = slices.Delete(list, i, i+1)
		}
	}
	return list
}

func accessOf(list []registry.Access, id int64) (int, error) {
	i := slices.IndexFunc(list, func(a registry.Access) bool { return a.ID == id })
	if i < 0 {
		return i, registry.ErrNoAccess.On("address", strconv.FormatInt(id, 10))
	}
	return i, nil
}

// checkInterfaces wants at least one interface, each once and one that there
// is.
func checkInterfaces(list []string) error {
	if len(list) == 0 {
		return registry.ErrMissing.On("interfaces", "")
	}
	for i, s := range list {
		if s != registry.AccessAPI && s != registry.AccessPortal || slices.Contains(list[:i], s) {
			return registry.ErrRange.On("interfaces", clip(s))
		}
	}
	return nil
}

// ListAccess tells the addresses of the actor's registrar.
type ListAccess struct{}

func (ListAccess) Answer(s *Snapshot) (registry.Registrar, error) {
	if err := s.demand(registry.RoleSuper); err != nil {
		return registry.Registrar{}, err
	}
	return s.Registrar(s.By.Registrar)
}

// AccessInfo tells one entry of the list; ErrNoAccess.
type AccessInfo struct{ ID int64 }

func (q AccessInfo) Answer(s *Snapshot) (registry.Access, error) {
	r, err := ListAccess{}.Answer(s)
	if err != nil {
		return registry.Access{}, err
	}
	i, err := accessOf(r.Access, q.ID)
	if err != nil {
		return registry.Access{}, err
	}
	return r.Access[i], nil
}
