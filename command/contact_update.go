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
	TLD      name.Name // as in CreateContact

	NoAuthInfo     bool // remove the newAuthInfo
	SecureAuthInfo bool // refuse a weak RevealAuthInfo (RFC 9154)
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
	setIfGiven(&c.Postal, p.Postal)
	setIfGiven(&c.OtherPostal, p.Other)
	setIfGiven(&c.PostalForm, p.Form)
	setIfGiven(&c.Title, p.Title)
	setIfGiven(&c.First, p.First)
	setIfGiven(&c.Middle, p.Middle)
	setIfGiven(&c.Last, p.Last)
	setIfGiven(&c.Voice, p.Voice)
	setIfGiven(&c.VoiceExt, p.VoiceExt)
	setIfGiven(&c.Fax, p.Fax)
	setIfGiven(&c.FaxExt, p.FaxExt)
	setIfGiven(&c.VoiceOriginal, p.VoiceAs)
	setIfGiven(&c.FaxOriginal, p.FaxAs)
	setIfGiven(&c.Email, p.Email)
	setIfGiven(&c.Ident, p.Ident)
	setIfGiven(&c.Nationality, p.Nationality)
	setIfGiven(&c.RegCode, p.RegCode)
	setIfGiven(&c.SchoolCode, p.SchoolCode)
	setIfGiven(&c.EntityType, p.EntityType)
	setIfGiven(&c.Disclosure, p.Disclosure)
	if c.Postal.Name != before.Postal.Name || c.Ident != before.Ident { // the verification was of the old values
		c.Identity, c.Verified = registry.Verification{}, time.Time{}
	}
	return c
}

// setIfGiven sets *to to *from unless from is nil.
func setIfGiven[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func (c UpdateContact) Run(t *Tx) (registry.Contact, error) {
	before, err := t.LoadOwnContact(c.ID)
	if err != nil {
		return before, err
	}
	return c.applyTo(t, before)
}

// applyTo is Run for a contact that was read and whose owner was checked.
func (c UpdateContact) applyTo(t *Tx, before registry.Contact) (registry.Contact, error) {
	var err error
	statuses := UpdateDomain{Statuses: c.Statuses}
	if err := statuses.checkPermitted(t, registry.Domain{Phase: registry.Active, Statuses: before.Statuses}); err != nil {
		return before, err
	}
	if err := checkSettable(c.Statuses, registry.ContactSettable); err != nil {
		return before, err
	}
	if before.HasPendingTransfer() {
		return before, registry.ErrStatus.On("status", string(registry.StatusPendingTransfer))
	}
	after := t.stripPostal(c.Patch.Apply(before), c.TLD)
	if after.Statuses, err = statuses.applyStatuses(t, before.Statuses); err != nil {
		return before, err
	}
	switch {
	case c.NoAuthInfo:
		after.AuthInfo = nil
	case c.AuthInfo != "":
		if err := checkAuthInfoStrength(c.SecureAuthInfo, c.AuthInfo); err != nil {
			return before, err
		}
		after.AuthInfo = t.seal([]byte(c.AuthInfo), "authinfo", after.ROID)
	}
	if err := after.Check(); err != nil {
		return before, err
	}
	if err := t.checkContactFor(c.TLD, before, after); err != nil {
		return before, err
	}
	if err := t.checkContactUses(before, after); err != nil {
		return before, err
	}
	after.Updated, after.UpdatedBy = t.Now, t.authorID()
	return after, t.saveContact("update", after)
}

// checkContactUses checks a changed contact against the rules of every TLD in
// which a domain uses it.
func (t *Tx) checkContactUses(before, after registry.Contact) error {
	for tld, p := range t.run.Policies {
		if p.CheckContact == nil && p.CheckContactChange == nil {
			continue
		}
		for _, role := range contactRoles {
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
