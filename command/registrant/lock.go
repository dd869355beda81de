package registrant

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
)

// changeRegistrantLock applies change to a domain, if the actor may lock it.
func changeRegistrantLock(t *command.Tx, uuid string, verb registry.Verb, word string, change func(registry.Domain) (registry.Domain, error)) (PersonalDomain, error) {
	p, err := loadPerson(t.Snapshot)
	if err != nil {
		return PersonalDomain{}, err
	}
	stored, err := t.Store.Domains().ByUUID(uuid)
	if err != nil {
		return PersonalDomain{}, command.NotFoundAs(err, registry.ErrNoName, "id", uuid)
	}
	d, exists, err := object.RefreshDomain(t, stored.Name)
	switch {
	case err != nil:
		return PersonalDomain{}, err
	case !exists || d.UUID != uuid: // released since; it may be registered again by another registrant
		return PersonalDomain{}, registry.ErrNoName.On("id", registry.Truncate(uuid))
	}
	role, err := findDomainRole(t.Snapshot, p, d)
	switch {
	case err != nil:
		return PersonalDomain{}, err
	case role == DomainRoleNone:
		return PersonalDomain{}, registry.ErrNoName.On("id", registry.Truncate(uuid))
	case role == DomainRoleTech:
		return PersonalDomain{}, registry.ErrRole.On("tech", "")
	}
	after, err := change(d)
	if err != nil {
		return PersonalDomain{}, err
	}
	if err := command.SaveDomain(t, verb, d, after); err != nil {
		return PersonalDomain{}, err
	}
	text := fmt.Sprintf("Domain %s has been %s by registrant", d.Name.Unicode(), word)
	if err := t.QueueMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), text, after); err != nil {
		return PersonalDomain{}, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.By.Author()
	return new(personalDomainLoader).load(t.Snapshot, after, role)
}
