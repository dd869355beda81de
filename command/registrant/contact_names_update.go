package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateContactNames sets the name of the actor's own contacts to the name in the
// eID, and queues messages for their registrars. It returns the contacts that had
// another name. Contacts of companies are not changed: that would need a trade
// register.
type UpdateContactNames struct{}

func (UpdateContactNames) Run(t *command.Tx) ([]registry.Contact, error) {
	p, err := loadPerson(t.Snapshot)
	if err != nil {
		return nil, err
	}
	changed := p.outdatedContacts()
	for _, c := range changed {
		postal := c.Postal
		postal.Name = p.user.Name
		if err := updateContactAsRegistrant(t, c, contact.ContactPatch{Postal: &postal}, registry.VerbContactNameUpdate); err != nil {
			return nil, err
		}
	}
	return changed, nil
}
