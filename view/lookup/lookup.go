// Package lookup answers RDAP and WHOIS from the store, projected to the current time:
// what the public may see of domains, hosts, contacts and registrars. It caches nothing
// and enforces no rules.
//
// Begin with this file: Reader has a method for each kind of object and for searches.
// frontend/rdap and frontend/whois call it.
package lookup

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Reader reads the public data of objects for RDAP and WHOIS. Domains are
// projected to the current time, whether or not the transitions that are due
// have been stored. Data that is not public is removed or redacted.
type Reader struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Now      func() time.Time
}

// A Domain is the public data of a registered name. The fields of the embedded
// Domain that are not public are zero; its contacts are in Contacts.
type Domain struct {
	registry.Domain
	Policy   registry.Policy
	Sponsor  registry.Registrar
	Statuses []registry.Status // set and derived ones
	RGP      []string          // RFC 3915 statuses
	Contacts []Contact         // registrant, admin, tech, billing, in this order
}

// RDAPContacts returns the contacts that RDAP shows: all of them; under ICANN's profile the
// registrant and technical contacts, since the registration data of the policy of 2024
// has no others.
func (d Domain) RDAPContacts() []Contact {
	if !d.Policy.Public.RDAPProfile {
		return d.Contacts
	}
	return slices.DeleteFunc(slices.Clone(d.Contacts), func(c Contact) bool {
		return c.Role != registry.ContactRegistrant && c.Role != registry.ContactTech
	})
}

// A Contact is the public data of a contact.
type Contact struct {
	Role registry.ContactRole // "" if it was looked up by handle
	registry.PublicContact
}

// Domain returns a registered name, or ErrNoName.
func (l Reader) Domain(ctx context.Context, n name.Name) (d Domain, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		row, err := tx.Domains().Get(n)
		if err != nil {
			return store.NotFoundAs(err, registry.ErrNoName, "name", string(n))
		}
		now := l.Now()
		registered := false
		if d, registered, err = l.domain(tx, row, now); err == nil && !registered {
			err = registry.ErrNoName.On("name", string(n))
		}
		return err
	})
	return d, err
}

// domain returns the public data of row, and whether it is still registered at
// now.
func (l Reader) domain(tx store.Tx, row registry.Domain, now time.Time) (d Domain, registered bool, err error) {
	p, ok := l.Policies[row.Name.Parent()]
	if !ok {
		return d, false, nil // the TLD is not configured any more
	}
	if row.IsDue(now) {
		if row, _, err = row.AtWithFunds(now, p, tx.Balances()); err != nil {
			return d, false, err
		}
	}
	if row.Phase == registry.Released {
		return d, false, nil
	}
	d = Domain{Policy: p, Statuses: row.AllStatuses(), RGP: row.RGP(now)}
	if d.Sponsor, err = sponsor(tx, row.Registrar); err != nil {
		return d, false, err
	}
	if d.Contacts, err = contacts(tx, row, p, d.Sponsor); err != nil {
		return d, false, err
	}
	served := row.Delegation()
	row.Nameservers, row.DNSSEC = served.Nameservers, served.DNSSEC
	if row.Nameservers, err = l.nameservers(tx, row, p); err != nil {
		return d, false, err
	}
	d.Domain = redact(row)
	return d, true, nil
}

// redact returns d without the fields that are not public.
func redact(d registry.Domain) registry.Domain {
	d.AuthInfo, d.Account, d.Label, d.Pending, d.Transfer, d.Lock, d.Force, d.ServerCheck = nil, "", "", nil, nil, nil, nil, nil
	d.Registrant, d.Admin, d.Tech, d.Billing, d.Graces, d.Forward = "", nil, nil, nil, nil, registry.Forward{}
	return d
}

// sponsor returns a registrar. For one that does not exist any more it returns
// only ID and Name.
func sponsor(tx store.Tx, id registry.RegistrarID) (registry.Registrar, error) {
	r, err := tx.Registrars().Get(id)
	if errors.Is(err, store.ErrNotFound) {
		return registry.Registrar{ID: id, Name: string(id)}, nil
	}
	return r, err
}

// contacts returns the public data of a domain's contacts.
func contacts(tx store.Tx, d registry.Domain, p registry.Policy, r registry.Registrar) (all []Contact, err error) {
	known := map[registry.ContactID]registry.PublicContact{}
	add := func(role registry.ContactRole, ids ...registry.ContactID) {
		for _, id := range ids {
			if id == "" || err != nil {
				continue
			}
			public, ok := known[id]
			switch {
			case d.Shield:
				public = registry.ShieldContact(r)
			case !ok:
				var c registry.Contact
				if c, err = tx.Contacts().Get(id); errors.Is(err, store.ErrNotFound) {
					err = nil
					continue
				}
				public = p.Disclose(c)
			}
			known[id] = public
			all = append(all, Contact{role, public})
			if d.Shield {
				return // all contacts of the role have the sponsor's data
			}
		}
	}
	add(registry.ContactRegistrant, d.Registrant)
	add(registry.ContactAdmin, d.Admin...)
	add(registry.ContactTech, d.Tech...)
	add(registry.ContactBilling, d.Billing...)
	return all, err
}

// nameservers returns a domain's name servers with the addresses of those within
// this registry's TLDs.
func (l Reader) nameservers(tx store.Tx, d registry.Domain, p registry.Policy) ([]registry.Nameserver, error) {
	if p.HostAttrs || len(d.Nameservers) == 0 {
		return d.Nameservers, nil
	}
	all := make([]registry.Nameserver, len(d.Nameservers))
	for i, ns := range d.Nameservers {
		all[i] = ns
		if len(ns.Addrs) > 0 || !l.inRegistry(ns.Host) {
			continue
		}
		switch h, err := tx.Hosts().Get(ns.Host); {
		case err == nil:
			all[i].Addrs = h.Addrs
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	return all, nil
}

// inRegistry reports whether n is below a TLD of this registry.
func (l Reader) inRegistry(n name.Name) bool {
	for n = n.Parent(); n != ""; n = n.Parent() {
		if _, ok := l.Policies[n]; ok {
			return true
		}
	}
	return false
}
