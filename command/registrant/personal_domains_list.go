package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ListPersonalDomains lists the domains that the actor has a role in, in name
// order.
type ListPersonalDomains struct {
	Offset, Limit int
	Tech          TechFilter
}

// TechFilter selects whether domains are listed in which the actor is only a
// technical contact.
type TechFilter int

const (
	TechAll  TechFilter = iota // list them
	TechNone                   // leave them out
	TechAuto                   // list them if the actor has fewer than 3,000 domains in all roles
)

const techAutoLimit = 3000 // docs/contracts/ee.md section 1.6

// PersonalDomainPage is a page of a person's domains. Total is the number of
// their domains in all roles, Count the number that the TechFilter selects.
type PersonalDomainPage struct {
	Total, Count int
	Domains      []PersonalDomain
}

func (q ListPersonalDomains) Answer(s *command.Snapshot) (PersonalDomainPage, error) {
	var page PersonalDomainPage
	p, err := loadPerson(s)
	if err != nil {
		return page, err
	}
	names, err := listPersonalNames(s, p, true)
	if err != nil {
		return page, err
	}
	page.Total, page.Count = len(names), len(names)
	if q.Tech == TechNone || q.Tech == TechAuto && len(names) >= techAutoLimit {
		if names, err = listPersonalNames(s, p, false); err != nil {
			return page, err
		}
		page.Count = len(names)
	}
	names = names[min(q.Offset, len(names)):]
	loader := new(personalDomainLoader)
	for _, n := range names[:min(q.Limit, len(names))] {
		d, err := s.Store.Domains().Get(n)
		if err == nil {
			d, err = s.ProjectDomain(d)
		}
		switch {
		case err != nil:
			return page, err
		case d.Phase == registry.Released: // not advanced yet
			continue
		}
		role, err := findDomainRole(s, p, d)
		if err != nil {
			return page, err
		}
		h, err := loader.load(s, d, role)
		if err != nil {
			return page, err
		}
		page.Domains = append(page.Domains, h)
	}
	return page, nil
}
