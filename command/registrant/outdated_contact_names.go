package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// OutdatedContactNames lists the actor's own contacts whose name differs from the
// name in the eID.
type OutdatedContactNames struct{}

func (OutdatedContactNames) Answer(s *command.Snapshot) ([]registry.Contact, error) {
	p, err := loadPerson(s)
	if err != nil {
		return nil, err
	}
	return p.outdatedContacts(), nil
}
