package object

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

// validateDomain checks a created or changed domain against its policy and
// checks the contacts that it gains. before is the zero Domain for a new one.
func validateDomain(t *command.Tx, before, d registry.Domain, p registry.Policy) error {
	if err := p.CheckDomain(before, d); err != nil {
		return err
	}
	if err := CheckDomainContacts(t, before, d, p); err != nil {
		return err
	}
	return checkDomainRegistrant(t, before, d, p)
}

// CheckDomainContacts returns ErrNoContact unless every contact that d has and
// before has not exists and is the actor's, or the policy's fault if the TLD
// refuses one in its role.
func CheckDomainContacts(t *command.Tx, before, d registry.Domain, p registry.Policy) error {
	for _, r := range []struct {
		role       registry.ContactRole
		old, given []registry.ContactID
	}{
		{registry.ContactRegistrant, idList(before.Registrant), idList(d.Registrant)},
		{registry.ContactAdmin, before.Admin, d.Admin},
		{registry.ContactTech, before.Tech, d.Tech},
		{registry.ContactBilling, before.Billing, d.Billing},
	} {
		for _, id := range r.given {
			if slices.Contains(r.old, id) {
				continue
			}
			c, err := contact.LoadOwnContact(t, id)
			if errors.Is(err, registry.ErrNoContact) || errors.Is(err, registry.ErrNotYours) {
				return registry.ErrNoContact.On(string(r.role), string(id))
			} else if err != nil {
				return err
			}
			if p.CheckContact == nil {
				continue
			}
			if err := p.CheckContact(c, r.role, t.Now); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkDomainRegistrant checks a changed registrant or changed administrative
// contacts with the policy's CheckRegistrant, if it has one.
func checkDomainRegistrant(t *command.Tx, before, d registry.Domain, p registry.Policy) error {
	if p.CheckRegistrant == nil || d.Registrant == "" || before.Registrant == d.Registrant && slices.Equal(before.Admin, d.Admin) {
		return nil
	}
	c, err := t.Store.Contacts().Get(d.Registrant)
	if err != nil {
		return command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(d.Registrant))
	}
	return p.CheckRegistrant(c, d, t.Now)
}

// idList returns a list of id; nil for "".
func idList(id registry.ContactID) []registry.ContactID {
	if id == "" {
		return nil
	}
	return []registry.ContactID{id}
}
