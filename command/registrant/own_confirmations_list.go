package registrant

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// maxOwnConfirmations limits the domains that ListOwnConfirmations reads.
const maxOwnConfirmations = 1000

// ListOwnConfirmations lists the requests that wait for the acting registrant's
// confirmation, with their tokens: an environment that sends no mail has no
// other way to deliver them. Administrative contacts and registrars get none.
type ListOwnConfirmations struct{}

func (ListOwnConfirmations) Answer(s *command.Snapshot) ([]PendingConfirmation, error) {
	p, err := loadPerson(s)
	if err != nil {
		return nil, err
	}
	names, err := s.Store.Domains().NamesByContact(contactIDs(p.contacts), "registrant")
	if err != nil {
		return nil, err
	}
	var waiting []PendingConfirmation
	for _, n := range names[:min(len(names), maxOwnConfirmations)] {
		d, err := s.FindDomain(n)
		if errors.Is(err, registry.ErrNoName) { // released since
			continue
		}
		if err != nil {
			return nil, err
		}
		if d.Pending == nil {
			continue
		}
		pending, err := describePendingWithToken(s, d)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, pending)
	}
	return waiting, nil
}
