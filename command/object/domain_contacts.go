package object

import (
	"time"

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
	Creator   string    // creator, as Snapshot.describeAuthor writes it; "" when not known
	Updater   string    // author of the last change, in the same form
	OutzoneAt time.Time // as in Domain.Schedule; zero in phase Active
	ReleaseAt time.Time // as Outzone
}
