package object

import (
	"fmt"
	"reflect"
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

	DS             command.Edit[registry.DS]
	Keys           command.Edit[registry.Key]
	MaxSigLife     *int
	Statuses       command.Edit[registry.StatusEntry] // compared by Status; the notes in Rem are ignored
	Forward        *registry.Forward
	Shield         *bool
	AuthInfo       *string // "": remove it
	SecureAuthInfo bool    `json:"Secure"` // refuse a weak authInfo (RFC 9154)

	AutoRenew *bool
	Label     *string

	Verified bool // the registrar has verified the registrant's consent: no confirmation
}

// UpdateDomainResult is a domain after and before a change.
type UpdateDomainResult struct{ Domain, Before registry.Domain }

func (c UpdateDomain) Run(t *command.Tx) (UpdateDomainResult, error) {
	before, p, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return UpdateDomainResult{}, err
	}
	d := before.Clone()
	if c.Label != nil {
		if d.Label = *c.Label; len(d.Label) > registry.MaxLabel {
			return UpdateDomainResult{}, registry.ErrRange.On("label", fmt.Sprintf("at most %d octets", registry.MaxLabel))
		}
	}
	if c.AutoRenew != nil {
		d.AutoRenew = *c.AutoRenew && d.Plan == registry.PlanPaid
	}
	if c.changesObject() {
		if err := c.checkPermitted(t, d); err != nil {
			return UpdateDomainResult{}, err
		}
		if d, err = c.apply(t, d, p); err != nil {
			return UpdateDomainResult{}, err
		}
		if err := validateDomain(t, before, d, p); err != nil {
			return UpdateDomainResult{}, err
		}
		another, err := ChangesRegistrant(t.Snapshot, before, d)
		switch {
		case err != nil:
			return UpdateDomainResult{}, err
		case another && p.ConfirmPeriod > 0 && !c.Verified && !t.By.Operator():
			d, err = awaitConfirmation(t, before, registry.Pending{Verb: PendingUpdate, Registrant: d.Registrant}, p, c)
			return UpdateDomainResult{d, before}, err
		case another && d.Force != nil: // docs/contracts/ee.md section 4, lifecycle 7
			if d, err = liftForceDelete(t, d); err != nil {
				return UpdateDomainResult{}, err
			}
		}
	}
	return UpdateDomainResult{d, before}, command.SaveDomain(t, "update", before, d)
}

// changesObject reports whether c changes more than Label and AutoRenew, which no
// status prohibits.
func (c UpdateDomain) changesObject() bool {
	return c.Registrant != nil || c.Admin.HasChanges() || c.Tech.HasChanges() || c.Billing.HasChanges() ||
		c.Nameservers != nil || len(c.AddNS)+len(c.RemNS) > 0 || c.Hosted ||
		c.DS.HasChanges() || c.Keys.HasChanges() || c.MaxSigLife != nil ||
		c.Statuses.HasChanges() || c.Forward != nil || c.Shield != nil || c.AuthInfo != nil
}

// checkPermitted returns ErrStatus or ErrPendingState when d may not be updated.
// clientUpdateProhibited permits the update that removes it. Operators may change
// statuses at any time, or they could not remove serverUpdateProhibited.
func (c UpdateDomain) checkPermitted(t *command.Tx, d registry.Domain) error {
	unlocks := command.HasStatus(c.Statuses.Rem, registry.ClientUpdateProhibited) ||
		c.Statuses.Set != nil && !command.HasStatus(*c.Statuses.Set, registry.ClientUpdateProhibited)
	statusesOnly := UpdateDomain{Name: c.Name, Statuses: c.Statuses, Label: c.Label, AutoRenew: c.AutoRenew, SecureAuthInfo: c.SecureAuthInfo}
	dnssecOnly := UpdateDomain{Name: c.Name, DS: c.DS, Keys: c.Keys, MaxSigLife: c.MaxSigLife, Label: c.Label, AutoRenew: c.AutoRenew, Verified: c.Verified}
	switch {
	case t.By.Operator() && c.Statuses.HasChanges() && reflect.DeepEqual(statusesOnly, c):
		return nil
	case d.Has(registry.ServerUpdateProhibited),
		d.Has(registry.ServerObjUpdateProhibited) && !reflect.DeepEqual(dnssecOnly, c), // a registrant's lock permits DNSSEC changes
		d.Has(registry.ClientUpdateProhibited) && !unlocks:
		return registry.ErrStatus.On("status", "updateProhibited")
	case d.Has(registry.ServerExtensionUpdateProhibited) && (c.DS.HasChanges() || c.Keys.HasChanges() || c.MaxSigLife != nil):
		return registry.ErrStatus.On("status", string(registry.ServerExtensionUpdateProhibited))
	case d.Has(registry.ServerRegistrantChangeProhibited) && c.Registrant != nil && *c.Registrant != d.Registrant:
		return registry.ErrStatus.On("status", string(registry.ServerRegistrantChangeProhibited))
	case d.Has(registry.ServerAdminChangeProhibited) && c.Admin.HasChanges():
		return registry.ErrStatus.On("status", string(registry.ServerAdminChangeProhibited))
	case d.Has(registry.ServerTechChangeProhibited) && c.Tech.HasChanges():
		return registry.ErrStatus.On("status", string(registry.ServerTechChangeProhibited))
	case d.Phase != registry.Active && d.Phase != registry.Expired && d.Phase != registry.Outzone:
		return registry.ErrStatus.On("status", string(registry.StatusPendingDelete))
	case d.Transfer != nil && d.Transfer.State == registry.TransferPending:
		return registry.ErrStatus.On("status", string(registry.StatusPendingTransfer))
	case d.Pending != nil:
		return registry.ErrPendingState.On("name", string(d.Name))
	}
	return nil
}

// apply returns d with the changes of c, before they are validated.
func (c UpdateDomain) apply(t *command.Tx, d registry.Domain, p registry.Policy) (registry.Domain, error) {
	var err error
	oldRegistrant := d.Registrant
	if c.Registrant != nil {
		d.Registrant = *c.Registrant
	}
	for _, e := range []struct {
		edit  command.Edit[registry.ContactID]
		ids   *[]registry.ContactID
		field string
	}{{c.Admin, &d.Admin, "admin"}, {c.Tech, &d.Tech, "tech"}, {c.Billing, &d.Billing, "billing"}} {
		if *e.ids, err = e.edit.Apply(*e.ids, e.field); err != nil {
			return d, err
		}
	}
	if d, err = c.applyNameservers(t, d, p); err != nil {
		return d, err
	}
	if d, err = c.applyDNSSEC(d); err != nil {
		return d, err
	}
	if d.Statuses, err = command.ApplyStatuses(t.Snapshot, d.Statuses, c.Statuses); err != nil {
		return d, err
	}
	if c.Forward != nil {
		d.Forward = *c.Forward
	}
	if c.Shield != nil {
		d.Shield = *c.Shield
	}
	switch reset := p.ResetAuthInfo && c.Registrant != nil && *c.Registrant != oldRegistrant; {
	case c.AuthInfo == nil && reset:
		_, err = setAuthInfo(t, &d, p, "")
	case c.AuthInfo == nil:
	case *c.AuthInfo == "":
		d.AuthInfo = nil
	default:
		if err = command.CheckAuthInfoStrength(c.SecureAuthInfo, *c.AuthInfo); err == nil {
			_, err = setAuthInfo(t, &d, p, *c.AuthInfo)
		}
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
		n, err := t.ParseName(text)
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
