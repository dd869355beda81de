package zone

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListRecords lists the records of one of the actor's own domains, oldest first.
type ListRecords struct{ Domain string }

func (q ListRecords) Answer(s *command.Snapshot) ([]registry.Record, error) {
	d, err := s.FindOwnDomain(q.Domain)
	if err != nil {
		return nil, err
	}
	return s.Store.Records().ByZone(d.Name)
}
