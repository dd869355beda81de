package contact

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// DueContacts lists the contacts with a pending transfer that is due and not
// stored as approved yet, at most Limit.
type DueContacts struct{ Limit int }

func (q DueContacts) Answer(s *command.Snapshot) ([]registry.ContactID, error) {
	due, err := s.Store.Transfers().Due(registry.KindContact, s.Now, q.Limit)
	var ids []registry.ContactID
	for _, tr := range due {
		ids = append(ids, registry.ContactID(tr.Key))
	}
	return ids, err
}
