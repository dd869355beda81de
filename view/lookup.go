package view

import (
	"context"
	"errors"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A Lookup answers what the public asks, out of the store and as things stand
// now: what time has made of a name is shown whether or not anybody has written
// it down. It shows nothing that the public may not see.
type Lookup struct {
	Store    store.Store
	Policies map[name.Name]registry.Policy
	Now      func() time.Time
}

// A Domain is what the public may see of a registered name. What the embedded
// Domain says of its holder, account and owner's notes is left out of it.
type Domain struct {
	registry.Domain
	Policy   registry.Policy
	Sponsor  registry.Registrar
	Statuses []registry.Status // all of them
	RGP      []string          // RFC 3915 statuses
	Contacts []Contact         // registrant, admin, tech, billing, in this order
}

// A Contact is what the public may see of one, in its role.
type Contact struct {
	Role string // "registrant", "admin", "tech", "billing"; "" where it was asked for by its handle
	registry.Card
}

// Domain returns a registered name, or ErrNoName.
func (l Lookup) Domain(ctx context.Context, n name.Name) (d Domain, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		row, err := tx.Domains().Get(n)
		if err != nil {
			return absent(err, registry.ErrNoName, "name", string(n))
		}
		now := l.Now()
		there := false
		if d, there, err = l.domain(tx, row, now); err == nil && !there {
			err = registry.ErrNoName.On("name", string(n))
		}
		return err
	})
	return d, err
}

// domain returns what the public sees of row, and whether time has left it
// there.
func (l Lookup) domain(tx store.Tx, row registry.Domain, now time.Time) (d Domain, there bool, err error) {
	p, ok := l.Policies[row.Name.Parent()]
	if !ok {
		return d, false, nil // a TLD that was here once
	}
	if due := row.Due(); !due.IsZero() && !now.Before(due) {
		if row, _, err = store.Present(tx, row, p, now); err != nil {
			return d, false, err
		}
	}
	if row.Phase == registry.Released {
		return d, false, nil
	}
	d = Domain{Policy: p, Statuses: row.All(), RGP: row.RGP(now)}
	if d.Sponsor, err = sponsor(tx, row.Registrar); err != nil {
		return d, false, err
	}
	if d.Contacts, err = contacts(tx, row, p, d.Sponsor); err != nil {
		return d, false, err
	}
	if row.Nameservers, err = l.servers(tx, row, p); err != nil {
		return d, false, err
	}
	d.Domain = public(row)
	return d, true, nil
}

// public returns d without what is nobody's business.
func public(d registry.Domain) registry.Domain {
	d.AuthInfo, d.Account, d.Label, d.Pending, d.Transfer, d.Lock, d.Force = nil, "", "", nil, nil, nil, nil
	d.Registrant, d.Admin, d.Tech, d.Billing, d.Graces, d.Forward = "", nil, nil, nil, nil, registry.Forward{}
	return d
}

// sponsor returns a registrar; one that is gone has only its ID.
func sponsor(tx store.Tx, id registry.RegistrarID) (registry.Registrar, error) {
	r, err := tx.Registrars().Get(id)
	if errors.Is(err, store.ErrNotFound) {
		return registry.Registrar{ID: id, Name: string(id)}, nil
	}
	return r, err
}

// contacts returns the cards of a domain's contacts.
func contacts(tx store.Tx, d registry.Domain, p registry.Policy, r registry.Registrar) (all []Contact, err error) {
	cards := map[registry.ContactID]registry.Card{}
	add := func(role string, ids ...registry.ContactID) {
		for _, id := range ids {
			if id == "" || err != nil {
				continue
			}
			card, known := cards[id]
			switch {
			case d.Shield:
				card = registry.ShieldOf(r)
			case !known:
				var c registry.Contact
				if c, err = tx.Contacts().Get(id); errors.Is(err, store.ErrNotFound) {
					err = nil
					continue
				}
				card = p.Disclose(c)
			}
			cards[id] = card
			all = append(all, Contact{role, card})
			if d.Shield {
				return // one address is enough
			}
		}
	}
	add("registrant", d.Registrant)
	add("admin", d.Admin...)
	add("tech", d.Tech...)
	add("billing", d.Billing...)
	return all, err
}

// servers returns a domain's name servers with the addresses that the zone
// needs to find them.
func (l Lookup) servers(tx store.Tx, d registry.Domain, p registry.Policy) ([]registry.Nameserver, error) {
	if p.HostAttrs || len(d.Nameservers) == 0 {
		return d.Nameservers, nil
	}
	all := make([]registry.Nameserver, len(d.Nameservers))
	for i, ns := range d.Nameservers {
		all[i] = ns
		if len(ns.Addrs) > 0 || !l.ours(ns.Host) {
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

// ours reports whether n is below a TLD of this registry.
func (l Lookup) ours(n name.Name) bool {
	for n = n.Parent(); n != ""; n = n.Parent() {
		if _, ok := l.Policies[n]; ok {
			return true
		}
	}
	return false
}

// absent turns the store's not-found into a rule's.
func absent(err error, fault *registry.Fault, field, value string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.On(field, value)
	}
	return err
}
