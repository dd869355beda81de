package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ContactInfo returns a contact of the actor, or with the right authInfo any
// contact (RFC 5733 section 3.1.2). Faults: ErrNoContact, ErrNotYours,
// ErrAuthInfo.
type ContactInfo struct {
	ID       registry.ContactID
	AuthInfo string
}

// ContactDetail is a contact with its authInfo in plain text, "" unless the
// actor owns it. Linked reports whether a domain uses it.
type ContactDetail struct {
	Contact  registry.Contact
	AuthInfo string
	Linked   bool
}

func (q ContactInfo) Answer(s *command.Snapshot) (ContactDetail, error) {
	c, err := findContact(s, q.ID)
	if err != nil {
		return ContactDetail{}, err
	}
	own := s.By.Owns(c.Registrar, c.Account)
	switch {
	case q.AuthInfo != "":
		if err := verifyContactAuthInfo(s, c, q.AuthInfo); err != nil {
			return ContactDetail{}, err
		}
	case !own:
		return ContactDetail{}, registry.ErrNotYours.On("contact", string(q.ID))
	}
	detail := ContactDetail{Contact: c}
	if own {
		if detail.AuthInfo, err = unsealContactAuthInfo(s, c); err != nil {
			return detail, err
		}
	}
	detail.Linked, err = IsContactLinked(s, c.ID)
	return detail, err
}

// contactRoles are the roles of a contact in a domain, with the registrant.
var contactRoles = []registry.ContactRole{registry.ContactRegistrant, registry.ContactAdmin, registry.ContactTech, registry.ContactBilling}

// IsContactLinked reports whether a domain uses a contact.
func IsContactLinked(s *command.Snapshot, id registry.ContactID) (bool, error) {
	users, err := s.Store.Domains().List(store.DomainQuery{Contact: id, Limit: 1})
	return len(users) > 0, err
}
