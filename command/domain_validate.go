package command

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// check holds what becomes of a domain against its policy and against what its
// links point to.
func (t *Tx) check(before, d registry.Domain, p registry.Policy) error {
	if err := p.CheckDomain(before, d); err != nil {
		return err
	}
	if err := t.checkContacts(before, d, p); err != nil {
		return err
	}
	return t.checkRegistrant(before, d, p)
}

// checkContacts makes sure that every contact that d gains exists, is the
// actor's, and suits the TLD.
func (t *Tx) checkContacts(before, d registry.Domain, p registry.Policy) error {
	for _, r := range []struct {
		role    string
		was, is []registry.ContactID
	}{
		{"registrant", one(before.Registrant), one(d.Registrant)},
		{"admin", before.Admin, d.Admin},
		{"tech", before.Tech, d.Tech},
		{"billing", before.Billing, d.Billing},
	} {
		for _, id := range r.is {
			if slices.Contains(r.was, id) {
				continue
			}
			c, err := t.Contact(id)
			if errors.Is(err, registry.ErrNoContact) || errors.Is(err, registry.ErrNotYours) {
				return registry.ErrNoContact.On(r.role, string(id))
			} else if err != nil {
				return err
			}
			if p.CheckContact == nil {
				continue
			}
			if err := p.CheckContact(c, r.role); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRegistrant holds a new registrant, or new administrative contacts,
// against what the TLD asks of the two together.
func (t *Tx) checkRegistrant(before, d registry.Domain, p registry.Policy) error {
	if p.CheckRegistrant == nil || d.Registrant == "" || before.Registrant == d.Registrant && slices.Equal(before.Admin, d.Admin) {
		return nil
	}
	c, err := t.st.Contacts().Get(d.Registrant)
	if err != nil {
		return absent(err, registry.ErrNoContact, "registrant", string(d.Registrant))
	}
	return p.CheckRegistrant(c, d)
}

func one(id registry.ContactID) []registry.ContactID {
	if id == "" {
		return nil
	}
	return []registry.ContactID{id}
}

// maySet reports whether the actor may set or lift a status itself.
func (s *Snapshot) maySet(st registry.Status) bool {
	return slices.Contains(registry.ClientSettable, st) ||
		s.By.Operator() && slices.Contains(registry.ServerSettable, st)
}
