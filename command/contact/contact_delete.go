package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DeleteContact deletes a contact of the actor that no domain uses (RFC 5733
// section 3.2.2). The Field of ErrLinked is the role in which a domain uses it.
type DeleteContact struct{ ID registry.ContactID }

func (c DeleteContact) Run(t *command.Tx) (registry.Contact, error) {
	contact, err := LoadOwnContact(t, c.ID)
	if err != nil {
		return contact, err
	}
	if contact.HasPendingTransfer() {
		return contact, registry.ErrStatus.On("status", string(registry.StatusPendingTransfer))
	}
	for _, s := range contact.Statuses {
		if s.Status == registry.ClientDeleteProhibited || s.Status == registry.ServerDeleteProhibited {
			return contact, registry.ErrStatus.On("status", string(s.Status))
		}
	}
	for _, role := range contactRoles {
		switch users, err := t.Store.Domains().List(store.DomainQuery{Contact: c.ID, Role: role, Limit: 1}); {
		case err != nil:
			return contact, err
		case len(users) > 0:
			return contact, registry.ErrLinked.On(string(role), string(c.ID))
		}
	}
	if err := t.Store.Contacts().Delete(c.ID); err != nil {
		return contact, err
	}
	if err := t.QueueSponsorMessage(contact.Registrar, "delete", registry.KindContact, string(c.ID), contact); err != nil {
		return contact, err
	}
	return contact, t.AppendChange(registry.VerbDelete, registry.KindContact, string(c.ID), nil)
}
