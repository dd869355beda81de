package object

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateDomain changes a domain of the actor (RFC 5731 section 3.2.5). Nil
// pointers and zero Edits change nothing. Where the policy requires the present
// registrant's confirmation of a change to another person, the whole request
// waits for it, and Domain.Pending is set in the result (EPP code 1001).
//
// A waiting request is stored as JSON: a renamed field needs its old name as tag.
type UpdateDomain struct {
	Name       string
	Registrant *registry.ContactID
	Admin      command.Edit[registry.ContactID]
	Tech       command.Edit[registry.ContactID]
	Billing    command.Edit[registry.ContactID]

	Nameservers *[]NS // the new list
	AddNS       []NS
	RemNS       []string
	CreateHosts bool `json:"MakeHosts"` // create host objects that do not exist yet
	Hosted      bool // use the storefront's name servers and ignore the three lists

	DS         command.Edit[registry.DS]
	Keys       command.Edit[registry.Key]
	MaxSigLife *int
	Statuses   command.Edit[registry.StatusEntry] // compared by Status; the notes in Rem are ignored
	Forward    *registry.Forward
	Shield     *bool
	AuthInfo   *string // "": remove it

	AutoRenew *bool
	Label     *string

	Verified bool // the registrar has verified the registrant's consent: no confirmation
}

// UpdateDomainResult is a domain after and before a change.
type UpdateDomainResult struct{ Domain, Before registry.Domain }

// Awaits reports whether the change waits for the registrant's confirmation, and not
// only an earlier one.
func (r UpdateDomainResult) Awaits() bool { return r.Domain.Pending != nil && r.Before.Pending == nil }

func (c UpdateDomain) Run(t *command.Tx) (UpdateDomainResult, error) {
	before, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return UpdateDomainResult{}, err
	}
	parts := c.changes().Parts
	if parts == 0 && c.Label == nil && c.AutoRenew == nil { // nothing is written, not even upDate
		return UpdateDomainResult{before, before}, nil
	}
	d, err := c.applyNotes(before.Clone())
	if err != nil {
		return UpdateDomainResult{}, err
	}
	if parts != 0 {
		awaits := false
		if d, awaits, err = c.updateObject(t, before, d, p); err != nil || awaits {
			return UpdateDomainResult{d, before}, err
		}
	}
	return UpdateDomainResult{d, before}, command.SaveDomain(t, registry.VerbUpdate, before, d)
}

// applyNotes returns d with the changes of c that no status prohibits.
func (c UpdateDomain) applyNotes(d registry.Domain) (registry.Domain, error) {
	if c.Label != nil {
		if d.Label = *c.Label; len(d.Label) > registry.MaxLabel {
			return d, registry.ErrRange.On("label", fmt.Sprintf("at most %d octets", registry.MaxLabel))
		}
	}
	if c.AutoRenew != nil {
		d.AutoRenew = *c.AutoRenew && d.Plan == registry.PlanPaid
	}
	return d, nil
}

// changes returns the parts of a domain that c gives values for.
func (c UpdateDomain) changes() registry.DomainChanges {
	changes := registry.DomainChanges{Statuses: registry.StatusChange(c.Statuses)}
	if c.Registrant != nil {
		changes.Registrant = *c.Registrant
	}
	for part, given := range map[registry.DomainParts]bool{
		registry.PartRegistrant:  c.Registrant != nil,
		registry.PartAdmin:       c.Admin.HasChanges(),
		registry.PartTech:        c.Tech.HasChanges(),
		registry.PartBilling:     c.Billing.HasChanges(),
		registry.PartNameservers: c.Nameservers != nil || len(c.AddNS)+len(c.RemNS) > 0 || c.Hosted,
		registry.PartDNSSEC:      c.DS.HasChanges() || c.Keys.HasChanges() || c.MaxSigLife != nil,
		registry.PartStatuses:    c.Statuses.HasChanges(),
		registry.PartForward:     c.Forward != nil,
		registry.PartShield:      c.Shield != nil,
		registry.PartAuthInfo:    c.AuthInfo != nil,
	} {
		if given {
			changes.Parts |= part
		}
	}
	return changes
}

// updateObject returns d with the changes of c other than Label and AutoRenew. With
// awaits, d waits for the registrant's confirmation instead, and is saved.
func (c UpdateDomain) updateObject(t *command.Tx, before, d registry.Domain, p registry.Policy) (after registry.Domain, awaits bool, err error) {
	if err := d.CanUpdate(c.changes(), t.By); err != nil {
		return d, false, err
	}
	if d, err = c.apply(t, d, p); err != nil {
		return d, false, err
	}
	if err := validateDomain(t, before, d, p); err != nil {
		return d, false, err
	}
	another, err := ChangesRegistrant(t.Snapshot, before, d)
	switch {
	case err != nil:
		return d, false, err
	case another && p.ConfirmPeriod > 0 && !c.Verified && !t.By.Operator():
		d, err = awaitConfirmation(t, before, registry.Pending{Verb: PendingUpdate, Registrant: d.Registrant}, p, c)
		return d, true, err
	case another && d.Force != nil: // docs/contracts/ee.md section 4, lifecycle 7
		d, err = liftForceDelete(t, d)
	}
	return awaitServers(t, before, d, p), false, err
}

// apply returns d with the changes of c, before they are validated.
func (c UpdateDomain) apply(t *command.Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	before := d
	d, err := c.applyContacts(d)
	if err != nil {
		return d, err
	}
	if d, err = c.applyNameservers(t, d, p); err != nil {
		return d, err
	}
	if d, err = c.applyDNSSEC(d); err != nil {
		return d, err
	}
	if d.Statuses, err = registry.StatusChange(c.Statuses).Apply(d.Statuses, t.By); err != nil {
		return d, err
	}
	if c.Forward != nil {
		d.Forward = *c.Forward
	}
	if c.Shield != nil {
		d.Shield = *c.Shield
	}
	return c.applyAuthInfo(t, d, p, d.Registrant != before.Registrant)
}

// applyContacts returns d with the registrant and contacts of c.
func (c UpdateDomain) applyContacts(d registry.Domain) (registry.Domain, error) {
	if c.Registrant != nil {
		d.Registrant = *c.Registrant
	}
	for _, e := range []struct {
		edit  command.Edit[registry.ContactID]
		ids   *[]registry.ContactID
		field string
	}{{c.Admin, &d.Admin, "admin"}, {c.Tech, &d.Tech, "tech"}, {c.Billing, &d.Billing, "billing"}} {
		var err error
		if *e.ids, err = e.edit.Apply(*e.ids, e.field); err != nil {
			return d, err
		}
	}
	return d, nil
}

// applyAuthInfo returns d with the authInfo of c, or with a new one if the registrant
// is another and the policy has ResetAuthInfo.
func (c UpdateDomain) applyAuthInfo(t *command.Tx, d registry.Domain, p registry.Policy, newRegistrant bool) (registry.Domain, error) {
	var err error
	switch {
	case c.AuthInfo == nil && p.ResetAuthInfo && newRegistrant:
		_, err = setAuthInfo(t, &d, p, "")
	case c.AuthInfo == nil:
	case *c.AuthInfo == "":
		d.AuthInfo = nil
	default:
		_, err = setAuthInfo(t, &d, p, *c.AuthInfo)
	}
	return d, err
}

// applyNameservers returns d with the name server changes of c.
func (c UpdateDomain) applyNameservers(t *command.Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	switch {
	case c.Hosted:
		return setNameservers(t, d, p, nil, true, false)
	case c.Nameservers != nil:
		return setNameservers(t, d, p, *c.Nameservers, false, c.CreateHosts)
	case len(c.AddNS)+len(c.RemNS) == 0:
		return d, nil
	}
	left := slices.Clone(d.Nameservers)
	for _, text := range c.RemNS {
		n, err := registry.ParseHostname("ns", text)
		if err != nil {
			return d, err
		}
		i := slices.IndexFunc(left, func(ns registry.Nameserver) bool { return ns.Host == n })
		if i < 0 {
			return d, registry.ErrNotAssociated.On("ns", string(n))
		}
		left = slices.Delete(left, i, i+1)
	}
	added, err := setNameservers(t, d, p, c.AddNS, false, c.CreateHosts)
	if err != nil {
		return d, err
	}
	for _, ns := range added.Nameservers {
		if slices.ContainsFunc(left, func(old registry.Nameserver) bool { return old.Host == ns.Host }) {
			return d, registry.ErrExists.On("ns", string(ns.Host))
		}
		left = append(left, ns)
	}
	added.Nameservers = left
	return added, nil
}

// applyDNSSEC returns d with the DNSSEC changes of c.
func (c UpdateDomain) applyDNSSEC(d registry.Domain) (registry.Domain, error) {
	var err error
	for i, removed := range c.DS.Rem { // matched by the four DS fields, whatever key data was given (RFC 5910 section 5.2.5)
		for _, ds := range d.DNSSEC.DS {
			withoutKey := ds
			if withoutKey.Key = (registry.Key{}); removed == withoutKey {
				c.DS.Rem = slices.Clone(c.DS.Rem)
				c.DS.Rem[i] = ds
			}
		}
	}
	if d.DNSSEC.DS, err = c.DS.Apply(d.DNSSEC.DS, "dsData"); err != nil {
		return d, err
	}
	if d.DNSSEC.Keys, err = c.Keys.Apply(d.DNSSEC.Keys, "keyData"); err != nil {
		return d, err
	}
	if c.MaxSigLife != nil {
		d.DNSSEC.MaxSigLife = *c.MaxSigLife
	}
	return d, nil
}
