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

func (c LockDomain) Run(t *Tx) (Holding, error) {
	return t.bolt(c.UUID, "lock", "locked", func(d registry.Domain) (registry.Domain, error) { return d.WithLock(c.Strict, t.Now) })
}

// UnlockDomain removes the registrant's lock; ErrNotLocked.
type UnlockDomain struct{ UUID string }

func (c UnlockDomain) Run(t *Tx) (Holding, error) {
	return t.bolt(c.UUID, "unlock", "unlocked", registry.Domain.WithoutLock)
}

// changeRegistrantLock applies change to a domain, if the actor may lock it.
func (t *Tx) bolt(uuid, verb, word string, change func(registry.Domain) (registry.Domain, error)) (Holding, error) {
	p, err := t.person()
	if err != nil {
		return Holding{}, err
	}
	stored, err := t.st.Domains().ByUUID(uuid)
	if err != nil {
		return Holding{}, absent(err, registry.ErrNoName, "id", uuid)
	}
	d, exists, err := t.current(stored.Name)
	switch {
	case err != nil:
		return Holding{}, err
	case !exists || d.UUID != uuid: // released since; it may be registered again by another registrant
		return Holding{}, registry.ErrNoName.On("id", clip(uuid))
	}
	role, err := t.tie(p, d)
	switch {
	case err != nil:
		return Holding{}, err
	case role == NoTie:
		return Holding{}, registry.ErrNoName.On("id", clip(uuid))
	case role == TechTie:
		return Holding{}, registry.ErrRole.On("tech", "")
	}
	after, err := change(d)
	if err != nil {
		return Holding{}, err
	}
	if err := t.save(verb, d, after); err != nil {
		return Holding{}, err
	}
	text := fmt.Sprintf("Domain %s has been %s by registrant", d.Name.Unicode(), word)
	if err := t.tell(d.Registrar, verb, registry.KindDomain, string(d.Name), text, after); err != nil {
		return Holding{}, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.actor()
	return new(holdings).of(&t.Snapshot, after, role)
}
