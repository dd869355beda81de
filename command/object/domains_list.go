package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ListDomains returns one page of the actor's own domains in name order, as
// projected to now. Released ones are included.
type ListDomains struct {
	store.DomainQuery
	Records bool // include the records of hosted zones
}

func (q ListDomains) Answer(s *command.Snapshot) ([]DomainDetail, error) {
	if s.OwnsNothing() {
		return nil, nil
	}
	list, err := s.Store.Domains().List(s.LimitToOwn(q.DomainQuery))
	if err != nil {
		return nil, err
	}
	page := make([]DomainDetail, 0, len(list))
	for _, d := range list {
		if d, err = s.ProjectDomain(d); err != nil {
			return nil, err
		}
		detail := DomainDetail{Domain: d}
		if q.Records && d.Hosted && d.Phase != registry.Released {
			if detail.Records, err = s.Store.Records().ByZone(d.Name); err != nil {
				return nil, err
			}
		}
		page = append(page, detail)
	}
	return page, nil
}
