package object

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DomainWithContacts is a domain with its registrar, its contacts and its
// schedule.
type DomainWithContacts struct {
	Domain    registry.Domain
	Own       bool   // the actor owns the domain
	AuthInfo  string // in plain text; "" unless Own
	Registrar registry.Registrar
	Contacts  map[registry.ContactID]registry.Contact
	Creator   registry.User // the zero User when not known
	Updater   registry.User // author of the last change, likewise
	OutzoneAt time.Time     // as in Domain.Schedule; zero in phase Active
	ReleaseAt time.Time     // as OutzoneAt
}

// DomainContactsInfo returns any domain with its contacts. Of a domain that the
// actor does not own it leaves out account, label, graces and pending requests,
// and the names of natural persons who do not publish them.
type DomainContactsInfo struct{ Name string }

func (q DomainContactsInfo) Answer(s *command.Snapshot) (DomainWithContacts, error) {
	d, err := s.FindDomainByText(q.Name)
	if err != nil {
		return DomainWithContacts{}, err
	}
	return NewDomainLoader(s, false).Load(d)
}
