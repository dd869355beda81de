package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListContacts lists the actor's own contacts in handle order, starting after
// the handle After, at most Limit (zero: 100).
type ListContacts struct {
	After registry.ContactID
	Limit int
}

func (q ListContacts) Answer(s *command.Snapshot) ([]registry.Contact, error) {
	if s.OwnsNothing() {
		return nil, nil
	}
	return s.Store.Contacts().List(s.By.Registrar, s.By.Account, q.After, q.Limit)
}
