package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// CheckContacts returns for each handle whether it is available (RFC 5733
// section 3.1.1). Handles are unique across all registrars.
type CheckContacts struct{ IDs []registry.ContactID }

func (q CheckContacts) Answer(s *command.Snapshot) (map[registry.ContactID]bool, error) {
	free := map[registry.ContactID]bool{}
	for _, id := range q.IDs {
		_, err := s.Store.Contacts().Get(id)
		exists, err := command.IsFound(err)
		if err != nil {
			return nil, err
		}
		free[id] = !exists
	}
	return free, nil
}
