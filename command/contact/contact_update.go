package contact

import (
	"reflect"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// UpdateContact changes a contact of the actor (RFC 5733 section 3.2.5). The
// result must satisfy the contact rules of every TLD in which a domain uses it.
type UpdateContact struct {
	ID       registry.ContactID
	Patch    ContactPatch
	Statuses command.Edit[registry.StatusEntry]
	AuthInfo string    // "": unchanged
	TLD      name.Name // as in CreateContact

	NoAuthInfo bool // remove the authInfo
}

// ContactPatch holds new values of a contact's fields; nil leaves a field as it
// is.
type ContactPatch struct {
	Postal, Other                       *registry.Postal
	Form                                *string
	Title, First, Middle, Last          *string
	Voice, VoiceExt, Fax, FaxExt, Email *string
	Ident                               *registry.Ident
	Ext                                 registry.Extension // changed values; "" removes one
	Disclosure                          *registry.Disclosure
}

// Apply returns c with p's values. A new name or ident resets the verification.
func (p ContactPatch) Apply(c registry.Contact) registry.Contact {
	before := c
	SetIfGiven(&c.Postal, p.Postal)
	SetIfGiven(&c.OtherPostal, p.Other)
	SetIfGiven(&c.PostalForm, p.Form)
	SetIfGiven(&c.Title, p.Title)
	SetIfGiven(&c.First, p.First)
	SetIfGiven(&c.Middle, p.Middle)
	SetIfGiven(&c.Last, p.Last)
	SetIfGiven(&c.Voice, p.Voice)
	SetIfGiven(&c.VoiceExt, p.VoiceExt)
	SetIfGiven(&c.Fax, p.Fax)
	SetIfGiven(&c.FaxExt, p.FaxExt)
	SetIfGiven(&c.Email, p.Email)
	SetIfGiven(&c.Ident, p.Ident)
	c.Ext = c.Ext.Merge(p.Ext)
	SetIfGiven(&c.Disclosure, p.Disclosure)
	if c.Postal.Name != before.Postal.Name || c.Ident != before.Ident { // the verification was of the old values
		c.Identity, c.Verified = registry.Verification{}, time.Time{}
	}
	return c
}

// SetIfGiven sets *to to *from unless from is nil.
func SetIfGiven[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func (c UpdateContact) Run(t *command.Tx) (registry.Contact, error) {
	before, err := LoadOwnContact(t, c.ID)
	if err != nil {
		return before, err
	}
	return c.ApplyTo(t, before)
}

// ApplyTo is Run for a contact that was read and whose owner was checked.
func (c UpdateContact) ApplyTo(t *command.Tx, before registry.Contact) (registry.Contact, error) {
	statuses := registry.StatusChange(c.Statuses)
	err := before.CanUpdate(statuses, t.By)
	if err != nil {
		return before, err
	}
	if reflect.ValueOf(c.Patch).IsZero() && !c.Statuses.HasChanges() && c.AuthInfo == "" && !c.NoAuthInfo { // nothing is written, not even upDate
		return before, nil
	}
	after := stripPostal(t, c.Patch.Apply(before).Normalize(), c.TLD)
	if after.Statuses, err = statuses.Apply(before.Statuses, t.By); err != nil {
		return before, err
	}
	switch {
	case c.NoAuthInfo:
		after.AuthInfo = nil
	case c.AuthInfo != "":
		after.AuthInfo = t.Seal([]byte(c.AuthInfo), "authinfo", after.ROID)
	}
	if err := after.Check(); err != nil {
		return before, err
	}
	if after, err = after.WithExtension(policies(t)); err != nil {
		return before, err
	}
	if err := checkContactFor(t, c.TLD, before, after); err != nil {
		return before, err
	}
	if err := checkContactUses(t, before, after); err != nil {
		return before, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.By.Author()
	return after, SaveContact(t, registry.VerbUpdate, after)
}

// checkContactUses checks a changed contact against the rules of every TLD in
// which a domain uses it.
func checkContactUses(t *command.Tx, before, after registry.Contact) error {
	for tld, p := range t.Runner.Policies {
		if p.CheckContact == nil && p.CheckContactChange == nil {
			continue
		}
		for _, role := range contactRoles {
			n, err := t.Store.Domains().Count(store.DomainQuery{TLD: tld, Contact: after.ID, Role: role})
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			if p.CheckContactChange != nil {
				if err := p.CheckContactChange(before, after, role); err != nil {
					return err
				}
			}
			if p.CheckContact != nil {
				if err := p.CheckContact(after, role, t.Now); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
