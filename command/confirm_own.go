package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/registry"
)

// maxOwnConfirmations limits the domains that ListOwnConfirmations reads.
const maxPetitions = 1000

// ListOwnConfirmations lists the requests that wait for the acting registrant's
// confirmation, with their tokens: an environment that sends no mail has no
// other way to deliver them. Administrative contacts and registrars get none.
type OwnPetitions struct{}

func (OwnPetitions) Answer(s *Snapshot) ([]Petition, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	names, err := s.st.Domains().NamesByContact(handles(p.own), "registrant")
	if err != nil {
		return nil, err
	}
	var waiting []Petition
	for _, n := range names[:min(len(names), maxPetitions)] {
		d, err := s.Domain(n)
		if errors.Is(err, registry.ErrNoName) { // released since
			continue
		}
		if err != nil {
			return nil, err
		}
		if d.Pending == nil {
			continue
		}
		pending, err := s.open(d)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, pending)
	}
	return waiting, nil
}
