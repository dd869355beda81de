package host

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListHosts lists the actor's own hosts that follow After in name order, at most
// Limit (zero: 100). With Below it lists all subordinate hosts of that domain.
type ListHosts struct {
	Below name.Name
	After name.Name
	Limit int
}

func (q ListHosts) Answer(s *command.Snapshot) ([]registry.Host, error) {
	if s.OwnsNothing() {
		return nil, nil
	}
	if q.Below == "" {
		return s.Store.Hosts().List(s.By.Registrar, s.By.Account, q.After, q.Limit)
	}
	if _, err := s.FindOwnDomain(string(q.Below)); err != nil {
		return nil, err
	}
	return s.Store.Hosts().SubordinateTo(q.Below)
}
