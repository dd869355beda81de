package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// PersonalDomainInfo returns one domain by its UUID. ErrNoName if there is none,
// or the actor has no role in it.
type PersonalDomainInfo struct{ UUID string }

func (q PersonalDomainInfo) Answer(s *command.Snapshot) (PersonalDomain, error) {
	p, err := loadPerson(s)
	if err != nil {
		return PersonalDomain{}, err
	}
	d, err := s.Store.Domains().ByUUID(q.UUID)
	if err != nil {
		return PersonalDomain{}, command.NotFoundAs(err, registry.ErrNoName, "id", q.UUID)
	}
	if d, err = s.ProjectDomain(d); err != nil {
		return PersonalDomain{}, err
	}
	role, err := findDomainRole(s, p, d)
	if err != nil {
		return PersonalDomain{}, err
	}
	if role == DomainRoleNone || d.Phase == registry.Released {
		return PersonalDomain{}, registry.ErrNoName.On("id", registry.Truncate(q.UUID))
	}
	return new(personalDomainLoader).load(s, d, role)
}
