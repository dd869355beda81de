package command

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/registry"
)

// LockDomain locks a name for its registrant (contract ee, section 4, lifecycle
// 10): nobody changes, deletes or transfers it until it is unlocked. For the
// registrant and the administrative contacts; ErrRole for a technical one,
// ErrNoName for everybody else, ErrLocked where it cannot be.
type LockDomain struct {
	UUID   string
	Strict bool // its DNSSEC data is frozen, too
}

func (c LockDomain) Run(t *Tx) (Holding, error) {
	return t.bolt(c.UUID, "lock", "locked", func(d registry.Domain) (registry.Domain, error) { return d.LockUp(c.Strict, t.Now) })
}

// UnlockDomain takes LockDomain back; ErrNotLocked.
type UnlockDomain struct{ UUID string }

func (c UnlockDomain) Run(t *Tx) (Holding, error) {
	return t.bolt(c.UUID, "unlock", "unlocked", registry.Domain.Unlock)
}

// bolt does a deed to a name in the name of a person who may lock it.
func (t *Tx) bolt(uuid, verb, word string, deed func(registry.Domain) (registry.Domain, error)) (Holding, error) {
	p, err := t.person()
	if err != nil {
		return Holding{}, err
	}
	known, err := t.st.Domains().ByUUID(uuid)
	if err != nil {
		return Holding{}, absent(err, registry.ErrNoName, "id", uuid)
	}
	d, there, err := t.current(known.Name)
	switch {
	case err != nil:
		return Holding{}, err
	case !there || d.UUID != uuid: // it was released, and may be somebody else's by now
		return Holding{}, registry.ErrNoName.On("id", clip(uuid))
	}
	tie, err := t.tie(p, d)
	switch {
	case err != nil:
		return Holding{}, err
	case tie == NoTie:
		return Holding{}, registry.ErrNoName.On("id", clip(uuid))
	case tie == TechTie:
		return Holding{}, registry.ErrRole.On("tech", "")
	}
	after, err := deed(d)
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
	return new(holdings).of(&t.Snapshot, after, tie)
}
