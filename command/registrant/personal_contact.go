package registrant

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PersonalContact is a contact of a person, or of a company that they represent.
type PersonalContact struct {
	Contact  registry.Contact
	AuthInfo string // in plain text; "" for a company
	Linked   bool
	Links    []registry.Domain // the domains that use it, if requested: at most 1,000
}

// updateContactAsRegistrant applies patch for the person whose contact it is, and
// queues a message for its sponsor.
func updateContactAsRegistrant(t *command.Tx, before registry.Contact, patch contact.ContactPatch, verb registry.Verb) error {
	before, err := t.Store.Contacts().Get(before.ID) // read by key, for its current state
	if err != nil {
		return command.NotFoundAs(err, registry.ErrNoContact, "contact", string(before.ID))
	}
	after, err := contact.UpdateContact{ID: before.ID, Patch: patch}.ApplyTo(t, before)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Contact %s has been updated by registrant", after.ID)
	return t.QueueMessage(after.Registrar, verb, registry.KindContact, string(after.ID), text, after)
}

func (p *person) outdatedContacts() []registry.Contact {
	return slices.DeleteFunc(slices.Clone(p.contacts), func(c registry.Contact) bool { return c.Postal.Name == p.user.Name })
}

// collectPersonalContacts returns the contacts of the actor and of the companies it
// represents, in order of handle.
func collectPersonalContacts(s *command.Snapshot) (*person, []registry.Contact, error) {
	p, err := loadPerson(s)
	if err != nil {
		return nil, nil, err
	}
	companies, err := loadCompanies(s, p)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(p.contacts, companies)
	slices.SortFunc(all, compareHandles)
	return p, all, nil
}

func findPersonalContact(s *command.Snapshot, uuid string) (registry.Contact, error) {
	_, all, err := collectPersonalContacts(s)
	if err != nil {
		return registry.Contact{}, err
	}
	i := slices.IndexFunc(all, func(c registry.Contact) bool { return c.UUID == uuid && uuid != "" })
	if i < 0 {
		return registry.Contact{}, registry.ErrNoContact.On("id", registry.Truncate(uuid))
	}
	return all[i], nil
}

func loadPersonalContact(s *command.Snapshot, c registry.Contact, links bool) (PersonalContact, error) {
	detail := PersonalContact{Contact: c}
	var err error
	if c.AuthInfo != nil && c.Ident.Type == registry.IdentPerson {
		secret, err := s.Unseal(c.AuthInfo, "authinfo", c.ROID)
		if err != nil {
			return detail, err
		}
		detail.AuthInfo = string(secret)
	}
	if !links {
		detail.Linked, err = contact.IsContactLinked(s, c.ID)
		return detail, err
	}
	detail.Links, err = s.Store.Domains().List(store.DomainQuery{Contact: c.ID, Limit: 1000})
	detail.Linked = len(detail.Links) > 0
	return detail, err
}
