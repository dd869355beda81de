package sqlstore

import (
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

func (t *domains) NamesByContact(contacts []registry.ContactID, roles ...registry.ContactRole) ([]name.Name, error) {
	var bits int64
	for _, r := range roles {
		if r != "" { // roleBits("") is all roles
			bits |= roleBits(r)
		}
	}
	var all []name.Name
	for _, c := range contacts {
		names, err := queryAll(t.tx, scanName, "SELECT domain FROM links WHERE target = $1 AND roles & $2 <> 0 ORDER BY domain", string(c), bits)
		if err != nil {
			return nil, err
		}
		all = append(all, names...)
	}
	if len(contacts) > 1 {
		slices.Sort(all)
		all = slices.Compact(all)
	}
	return all, nil
}
