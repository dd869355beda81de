package access

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// updateAccessList changes the list of the actor's registrar, and Allow with it.
func updateAccessList(t *command.Tx, edit func([]registry.Access) ([]registry.Access, error)) error {
	if err := t.RequireRole(registry.RoleSuper); err != nil {
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
	return t.SaveRegistrar(registry.VerbAccess, &r)
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
func checkInterfaces(list []registry.Interface) error {
	if len(list) == 0 {
		return registry.ErrMissing.On("interfaces", "")
	}
	for i, s := range list {
		if s != registry.InterfaceAPI && s != registry.InterfacePortal || slices.Contains(list[:i], s) {
			return registry.ErrRange.On("interfaces", registry.Truncate(string(s)))
		}
	}
	return nil
}
