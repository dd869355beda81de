package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/registry"
)

// maxPetitions bounds what is looked through for OwnPetitions.
const maxPetitions = 1000

// OwnPetitions tells the registrant what waits for their word, with the tokens
// that give it: where no mail goes out, this is how they come by them. Not for
// administrative contacts, and never for a registrar.
type OwnPetitions struct{}

func (OwnPetitions) Answer(s *Snapshot) ([]Petition, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	names, err := s.st.Domains().NamesOf(handles(p.own), "registrant")
	if err != nil {
		return nil, err
	}
	var waiting []Petition
	for _, n := range names[:min(len(names), maxPetitions)] {
		d, err := s.Domain(n)
		if errors.Is(err, registry.ErrNoName) { // released by now
			continue
		}
		if err != nil {
			return nil, err
		}
		if d.Pending == nil {
			continue
		}
		ask, err := s.open(d)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, ask)
	}
	return waiting, nil
}
