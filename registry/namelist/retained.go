package namelist

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// Retained is all that keeps a name from being sold like others, besides the policy of its
// TLD and the environment's Infrastructure. The zero value keeps nothing.
type Retained struct {
	Listing Listing
	Hosts   []Host // at or below the name
}

// Host is a host that others rely on: the sponsor of the name above it controls it.
type Host struct {
	Registrar registry.RegistrarID
	Serves    bool // it is a name server of the registrar's storefront; if not, it has no superordinate domain
}

// ProtectedFrom reports whether an actor may not get the name because of its hosts: each
// is of another registrar, or serves the storefront of which the actor is an account.
func (r Retained) ProtectedFrom(by registry.Actor) bool {
	for _, h := range r.Hosts {
		if h.Registrar != by.Registrar || by.Account != "" && h.Serves {
			return true
		}
	}
	return false
}

// ReservedFor reports whether the name is reserved at now for the actor, a registrar.
func (r Retained) ReservedFor(by registry.Actor, now time.Time) bool {
	e, ok := r.Listing.Active(now)
	return ok && e.Class == Reserved && e.Registrar != "" && e.Registrar == by.Registrar && by.Account == ""
}
