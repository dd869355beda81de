package command

import (
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// UpdateContact changes a contact of the actor (RFC 5733 section 3.2.5). The
// result must satisfy the contact rules of every TLD in which a domain uses it.
type UpdateContact struct {
	ID       registry.ContactID
	Patch    ContactPatch
	Statuses Edit[registry.StatusEntry]
	AuthInfo string    // "": unchanged
	For      name.Name // as in CreateContact

	NoAuthInfo bool // remove the authInfo
	Secure     bool // refuse a weak AuthInfo (RFC 9154)
}

// ContactPatch holds new values of a contact's fields; nil leaves a field as it
// is.
type ContactPatch struct {
	Postal, Other                       *registry.Postal
	Form                                *string
	Title, First, Middle, Last          *string
	Voice, VoiceExt, Fax, FaxExt, Email *string
	VoiceAs, FaxAs                      *string
	Ident                               *registry.Ident
	Nationality, RegCode, SchoolCode    *string
	EntityType                          *int
	Disclosure                          *registry.Disclosure
}

// Apply returns c with p's values. A new name or ident resets the verification.
func (p ContactPatch) Apply(c registry.Contact) registry.Contact {
	before := c
	set(&c.Postal, p.Postal)
	set(&c.OtherPostal, p.Other)
	set(&c.PostalForm, p.Form)
	set(&c.Title, p.Title)
	set(&c.First, p.First)
	set(&c.Middle, p.Middle)
	set(&c.Last, p.Last)
	set(&c.Voice, p.Voice)
	set(&c.VoiceExt, p.VoiceExt)
	set(&c.Fax, p.Fax)
	set(&c.FaxExt, p.FaxExt)
	set(&c.VoiceOriginal, p.VoiceAs)
	set(&c.FaxOriginal, p.FaxAs)
	set(&c.Email, p.Email)
	set(&c.Ident, p.Ident)
	set(&c.Nationality, p.Nationality)
	set(&c.RegCode, p.RegCode)
	set(&c.SchoolCode, p.SchoolCode)
	set(&c.EntityType, p.EntityType)
	set(&c.Disclosure, p.Disclosure)
	if c.Postal.Name != before.Postal.Name || c.Ident != before.Ident { // the verification was of the old values
		c.Identity, c.Verified = registry.Verification{}, time.Time{}
	}
	return c
}

// setIfGiven sets *to to *from unless from is nil.
func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func (c UpdateContact) Run(t *Tx) (registry.Contact, error) {
	before, err := t.Contact(c.ID)
	if err != nil {
		return before, err
	}
	return c.change(t, before)
}

// applyTo is Run for a contact that was read and whose owner was checked.
func (c UpdateContact) change(t *Tx, before registry.Contact) (registry.Contact, error) {
	var err error
	statuses := UpdateDomain{Statuses: c.Statuses}
	if err := statuses.allowed(t, registry.Domain{Phase: registry.Active, Statuses: before.Statuses}); err != nil {
		return before, err
	}
	if err := suits(c.Statuses, registry.ContactSettable); err != nil {
		return before, err
	}
	if before.HasPendingTransfer() {
		return before, registry.ErrStatus.On("status", string(registry.StatusPendingTransfer))
	}
	after := t.homeless(c.Patch.Apply(before), c.For)
	if after.Statuses, err = statuses.restate(t, before.Statuses); err != nil {
		return before, err
	}
	switch {
	case c.NoAuthInfo:
		after.AuthInfo = nil
	case c.AuthInfo != "":
		if err := strong(c.Secure, c.AuthInfo); err != nil {
			return before, err
		}
		after.AuthInfo = t.seal([]byte(c.AuthInfo), "authinfo", after.ROID)
	}
	if err := after.Check(); err != nil {
		return before, err
	}
	if err := t.checkFor(c.For, before, after); err != nil {
		return before, err
	}
	if err := t.checkUses(before, after); err != nil {
		return before, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.actor()
	return after, t.saveContact("update", after)
}

// checkContactUses checks a changed contact against the rules of every TLD in
// which a domain uses it.
func (t *Tx) checkUses(before, after registry.Contact) error {
	for tld, p := range t.run.Policies {
		if p.CheckContact == nil && p.CheckContactChange == nil {
			continue
		}
		for _, role := range roles {
			n, err := t.st.Domains().Count(store.DomainQuery{TLD: tld, Contact: after.ID, Role: role})
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
				if err := p.CheckContact(after, role); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
