package sqlstore

import (
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

var listingSpec = jsonSpec("listings", "name", "",
	func(l namelist.Listing) name.Name { return l.Name }, textKey,
	[]string{"zone"}, func(l namelist.Listing) []any { return []any{string(l.Name.Parent())} })

type listings struct {
	table[name.Name, namelist.Listing]
}

func (t *listings) List(zone, after name.Name, limit int) ([]namelist.Listing, error) {
	return queryAll(t.tx, t.scan, t.selectSQL+" WHERE zone = $1 AND name > $2 ORDER BY name LIMIT $3", string(zone), string(after), int64(limit))
}
