package registrant

import "github.com/cadastre-registry/cadastre/command"

// PersonalContactInfo returns one of the contacts of ListPersonalContacts;
// ErrNoContact.
type PersonalContactInfo struct {
	UUID  string
	Links bool
}

func (q PersonalContactInfo) Answer(s *command.Snapshot) (PersonalContact, error) {
	c, err := findPersonalContact(s, q.UUID)
	if err != nil {
		return PersonalContact{}, err
	}
	return loadPersonalContact(s, c, q.Links)
}
