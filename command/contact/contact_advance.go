package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AdvanceContact stores the outcome of a contact's transfer if it is due. It
// returns the number of transitions, 0 or 1.
type AdvanceContact struct{ ID registry.ContactID }

func (c AdvanceContact) Run(t *command.Tx) (int, error) {
	contact, err := t.Store.Contacts().Get(c.ID)
	if exists, err := command.IsFound(err); !exists {
		return 0, err
	}
	if !contact.IsDue(t.Now) {
		return 0, nil
	}
	_, err = refreshContact(t, c.ID)
	return 1, err
}
