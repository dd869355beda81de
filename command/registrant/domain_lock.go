package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// LockDomain sets the registrant's lock (docs/contracts/ee.md section 4, lifecycle
// 10): the domain cannot be updated, deleted or transferred until it is unlocked.
// For the registrant and the administrative contacts; ErrRole for a technical
// contact, ErrNoName for a person without a role, ErrLocked if it is locked.
type LockDomain struct {
	UUID   string
	Strict bool // DNSSEC data cannot be changed either
}

func (c LockDomain) Run(t *command.Tx) (PersonalDomain, error) {
	return changeRegistrantLock(t, c.UUID, registry.VerbLock, "locked", func(d registry.Domain) (registry.Domain, error) { return d.WithLock(c.Strict, t.Now) })
}
