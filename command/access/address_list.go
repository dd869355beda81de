package access

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// updateAccessList changes the list of the actor's registrar. ErrOwnAccess if the
// address of the actor would not be on a list that is applied.
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
	r = r.WithAccess(list)
	if t.Runner.AddressLists {
		committed := append(r.OperatorNetworks(), registry.APINetworks(list, true)...)
		for _, allowed := range [][]netip.Prefix{r.Allow, committed} { // now, and once the operator has committed all
			if t.By.Address != "" && len(allowed) > 0 && !prefixesContain(allowed, t.By.Address) {
				return registry.ErrOwnAccess.On("address", t.By.Address)
			}
		}
	}
	return t.SaveRegistrar(registry.VerbAccess, &r)
}

// accessIndex returns the index of the entry with an ID; ErrNoAccess.
func accessIndex(list []registry.Access, id int64) (int, error) {
	i := slices.IndexFunc(list, func(a registry.Access) bool { return a.ID == id })
	if i < 0 {
		return i, registry.ErrNoAccess.On("address", strconv.FormatInt(id, 10))
	}
	return i, nil
}

// isForAPI reports whether a list of interfaces has InterfaceAPI.
func isForAPI(list []registry.Interface) bool { return slices.Contains(list, registry.InterfaceAPI) }

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
