package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// LockDomain sets the registrant's lock (docs/contracts/ee.md section 4, lifecycle
// 10): the domain cannot be updated, deleted or transferred until it is unlocked.
// For the registrant and the administrative contacts; ErrRole for a technical
// contact, ErrNoName for a person without a role, ErrLocked if it is locked.
type LockDomain struct {
	UUID   string
	Strict bool // DNSSEC data cannot be changed either
}

func (c LockDomain) Run(t *Tx) (PersonalDomain, error) {
	return t.changeRegistrantLock(c.UUID, "lock", "locked", func(d registry.Domain) (registry.Domain, error) { return d.WithLock(c.Strict, t.Now) })
}

// UnlockDomain removes the registrant's lock; ErrNotLocked.
type UnlockDomain struct{ UUID string }

func (c UnlockDomain) Run(t *Tx) (PersonalDomain, error) {
	return t.changeRegistrantLock(c.UUID, "unlock", "unlocked", registry.Domain.WithoutLock)
}

// changeRegistrantLock applies change to a domain, if the actor may lock it.
func (t *Tx) changeRegistrantLock(uuid, verb, word string, change func(registry.Domain) (registry.Domain, error)) (PersonalDomain, error) {
	p, err := t.loadPerson()
	if err != nil {
		return PersonalDomain{}, err
	}
	stored, err := t.st.Domains().ByUUID(uuid)
	if err != nil {
		return PersonalDomain{}, notFoundAs(err, registry.ErrNoName, "id", uuid)
	}
	d, exists, err := t.refreshDomain(stored.Name)
	switch {
	case err != nil:
		return PersonalDomain{}, err
	case !exists || d.UUID != uuid: // released since; it may be registered again by another registrant
		return PersonalDomain{}, registry.ErrNoName.On("id", truncate(uuid))
	}
	role, err := t.findDomainRole(p, d)
	switch {
	case err != nil:
		return PersonalDomain{}, err
	case role == DomainRoleNone:
		return PersonalDomain{}, registry.ErrNoName.On("id", truncate(uuid))
	case role == DomainRoleTech:
		return PersonalDomain{}, registry.ErrRole.On("tech", "")
	}
	after, err := change(d)
	if err != nil {
		return PersonalDomain{}, err
	}
	if err := t.saveDomain(verb, d, after); err != nil {
		return PersonalDomain{}, err
	}
	text := fmt.Sprintf("Domain %s has been %s by registrant", d.Name.Unicode(), word)
	if err := t.queueMessage(d.Registrar, verb, registry.KindDomain, string(d.Name), text, after); err != nil {
		return PersonalDomain{}, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.authorID()
	return new(personalDomainLoader).load(t.Snapshot, after, role)
}
