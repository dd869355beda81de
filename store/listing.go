package store

import (
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// Listings is keyed by Listing.Name.
type Listings interface {
	Table[name.Name, namelist.Listing]
	// List returns at most limit listings of names and patterns directly below zone
	// with a name greater than after, in name order.
	List(zone, after name.Name, limit int) ([]namelist.Listing, error)
}
