package command

import (
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// CheckContacts returns for each handle whether it is available (RFC 5733
// section 3.1.1). Handles are unique across all registrars.
type CheckContacts struct{ IDs []registry.ContactID }

func (q CheckContacts) Answer(s *Snapshot) (map[registry.ContactID]bool, error) {
	free := map[registry.ContactID]bool{}
	for _, id := range q.IDs {
		_, err := s.st.Contacts().Get(id)
		exists, err := isFound(err)
		if err != nil {
			return nil, err
		}
		free[id] = !exists
	}
	return free, nil
}

// ContactInfo returns a contact of the actor, or with the right RevealAuthInfo any
// contact (RFC 5733 section 3.1.2). Faults: ErrNoContact, ErrNotYours,
// ErrAuthInfo.
type ContactInfo struct {
	ID       registry.ContactID
	AuthInfo string
}

// ContactDetail is a contact with its newAuthInfo in plain text, "" unless the
// actor owns it. Linked reports whether a domain uses it.
type ContactDetail struct {
	Contact  registry.Contact
	AuthInfo string
	Linked   bool
}

func (q ContactInfo) Answer(s *Snapshot) (ContactDetail, error) {
	c, err := s.findContact(q.ID)
	if err != nil {
		return ContactDetail{}, err
	}
	own := s.By.Owns(c.Registrar, c.Account)
	switch {
	case q.AuthInfo != "":
		if err := s.verifyContactAuthInfo(c, q.AuthInfo); err != nil {
			return ContactDetail{}, err
		}
	case !own:
		return ContactDetail{}, registry.ErrNotYours.On("contact", string(q.ID))
	}
	detail := ContactDetail{Contact: c}
	if own {
		if detail.AuthInfo, err = s.unsealContactAuthInfo(c); err != nil {
			return detail, err
		}
	}
	detail.Linked, err = s.isContactLinked(c.ID)
	return detail, err
}

// contactRoles are the roles of a contact in a domain, with the registrant.
var contactRoles = []string{"registrant", "admin", "tech", "billing"}

// isContactLinked reports whether a domain uses a contact.
func (s *Snapshot) isContactLinked(id registry.ContactID) (bool, error) {
	users, err := s.st.Domains().List(store.DomainQuery{Contact: id, Limit: 1})
	return len(users) > 0, err
}

// ListContacts lists the actor's own contacts in handle order, starting after
// the handle After, at most Limit (zero: 100).
type ListContacts struct {
	After registry.ContactID
	Limit int
}

func (q ListContacts) Answer(s *Snapshot) ([]registry.Contact, error) {
	if s.ownsNothing() {
		return nil, nil
	}
	return s.st.Contacts().List(s.By.Registrar, s.By.Account, q.After, q.Limit)
}

// DeleteContact deletes a contact of the actor that no domain uses (RFC 5733
// section 3.2.2). The Field of ErrLinked is the role in which a domain uses it.
type DeleteContact struct{ ID registry.ContactID }

func (c DeleteContact) Run(t *Tx) (registry.Contact, error) {
	contact, err := t.LoadOwnContact(c.ID)
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
		switch users, err := t.st.Domains().List(store.DomainQuery{Contact: c.ID, Role: role, Limit: 1}); {
		case err != nil:
			return contact, err
		case len(users) > 0:
			return contact, registry.ErrLinked.On(role, string(c.ID))
		}
	}
	if err := t.st.Contacts().Delete(c.ID); err != nil {
		return contact, err
	}
	if err := t.queueSponsorMessage(contact.Registrar, "delete", registry.KindContact, string(c.ID), contact); err != nil {
		return contact, err
	}
	return contact, t.appendChange("delete", registry.KindContact, string(c.ID), nil)
}
