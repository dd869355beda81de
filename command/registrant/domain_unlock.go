package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UnlockDomain removes the registrant's lock; ErrNotLocked.
type UnlockDomain struct{ UUID string }

func (c UnlockDomain) Run(t *command.Tx) (PersonalDomain, error) {
	return changeRegistrantLock(t, c.UUID, registry.VerbUnlock, "unlocked", registry.Domain.WithoutLock)
}
