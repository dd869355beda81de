package command

import (
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// PersonalDomain is a domain as shown to a person who has a role in it.
type Holding struct {
	Domain     registry.Domain
	Tie        Tie // the person's strongest role
	Registrar  registry.Registrar
	Registrant registry.Contact
	Admin      []registry.Contact
	Tech       []registry.Contact
	AuthInfo   string    // in plain text; "" unless the role is registrant or administrative contact
	Outzone    time.Time // as returned by Domain.Schedule
	Gone       time.Time // as returned by Domain.Schedule
	Reserved   bool      // the policy's Reserved has the name
	CreatedBy  string    // "12-ApiUser: best-names", "13-RegistrantUser: Alice Example"; "": unknown
	UpdatedBy  string
}

// PersonalDomainInfo returns one domain by its UUID. ErrNoName if there is none,
// or the actor has no role in it.
type HoldingInfo struct{ UUID string }

func (q HoldingInfo) Answer(s *Snapshot) (Holding, error) {
	p, err := s.person()
	if err != nil {
		return Holding{}, err
	}
	d, err := s.st.Domains().ByUUID(q.UUID)
	if err != nil {
		return Holding{}, absent(err, registry.ErrNoName, "id", q.UUID)
	}
	if d, err = s.present(d); err != nil {
		return Holding{}, err
	}
	role, err := s.tie(p, d)
	if err != nil {
		return Holding{}, err
	}
	if role == NoTie || d.Phase == registry.Released {
		return Holding{}, registry.ErrNoName.On("id", clip(q.UUID))
	}
	return new(holdings).of(s, d, role)
}

// ListPersonalDomains lists the domains that the actor has a role in, in name
// order.
type ListHoldings struct {
	Offset, Limit int
	Tech          TechShown
}

// TechFilter selects whether domains are listed in which the actor is only a
// technical contact.
type TechShown int

const (
	TechAll  TechShown = iota // list them
	TechNone                  // leave them out
	TechFew                   // list them if the actor has fewer than 3,000 domains in all roles
)

const fewNames = 3000 // docs/contracts/ee.md section 1.6

// PersonalDomainPage is a page of a person's domains. Total is the number of
// their domains in all roles, Count the number that the TechFilter selects.
type Held struct {
	Total, Count int
	Names        []Holding
}

func (q ListHoldings) Answer(s *Snapshot) (Held, error) {
	var page Held
	p, err := s.person()
	if err != nil {
		return page, err
	}
	names, err := s.names(p, true)
	if err != nil {
		return page, err
	}
	page.Total, page.Count = len(names), len(names)
	if q.Tech == TechNone || q.Tech == TechFew && len(names) >= fewNames {
		if names, err = s.names(p, false); err != nil {
			return page, err
		}
		page.Count = len(names)
	}
	names = names[min(q.Offset, len(names)):]
	loader := new(holdings)
	for _, n := range names[:min(q.Limit, len(names))] {
		d, err := s.st.Domains().Get(n)
		if err == nil {
			d, err = s.present(d)
		}
		switch {
		case err != nil:
			return page, err
		case d.Phase == registry.Released: // not advanced yet
			continue
		}
		role, err := s.tie(p, d)
		if err != nil {
			return page, err
		}
		h, err := loader.of(s, d, role)
		if err != nil {
			return page, err
		}
		page.Names = append(page.Names, h)
	}
	return page, nil
}

// personalDomainLoader loads PersonalDomains, and caches the objects that
// several of them have in common. Its zero value is ready.
type holdings struct {
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func (l *holdings) of(s *Snapshot, d registry.Domain, role Tie) (Holding, error) {
	if l.contacts == nil {
		l.contacts, l.registrars, l.authors = map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}
	}
	p, err := s.Policy(d.Name)
	if err != nil {
		return Holding{}, err
	}
	h := Holding{Domain: d, Tie: role, Reserved: slices.Contains(p.Reserved, d.Name)}
	h.Outzone, h.Gone = d.Schedule(p)
	if role == RegistrantTie || role == AdminTie { // the authInfo permits a transfer
		if h.AuthInfo, err = s.AuthInfo(d); err != nil {
			return h, err
		}
	}
	if h.Registrar, err = remember(l.registrars, d.Registrar, s.Registrar); err != nil {
		return h, err
	}
	contact := func(id registry.ContactID) (registry.Contact, error) {
		return remember(l.contacts, id, func(id registry.ContactID) (registry.Contact, error) {
			c, err := s.st.Contacts().Get(id)
			return c, absent(err, registry.ErrNoContact, "contact", string(id))
		})
	}
	if d.Registrant != "" {
		if h.Registrant, err = contact(d.Registrant); err != nil {
			return h, err
		}
	}
	for _, in := range []struct {
		ids  []registry.ContactID
		list *[]registry.Contact
	}{{d.Admin, &h.Admin}, {d.Tech, &h.Tech}} {
		for _, id := range in.ids {
			c, err := contact(id)
			if err != nil {
				return h, err
			}
			*in.list = append(*in.list, c)
		}
	}
	if h.CreatedBy, err = remember(l.authors, d.CreatedBy, s.author); err != nil {
		return h, err
	}
	h.UpdatedBy, err = remember(l.authors, d.UpdatedBy, s.author)
	return h, err
}

// describeAuthor describes the user whose ID CreatedBy or UpdatedBy holds, in the
// form of docs/contracts/ee.md section 1.2; "" if id is not a user's.
func (s *Snapshot) author(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	u, err := s.st.Users().Get(registry.UserID(id))
	if exists, err := found(err); !exists {
		return "", err
	}
	if u.Realm == RegistrantRealm {
		return fmt.Sprintf("%d-RegistrantUser: %s", u.Number, u.Name), nil
	}
	return fmt.Sprintf("%d-ApiUser: %s", u.Number, u.Login), nil
}

// memoize returns known[key], or the result of look, which it then stores.
func remember[K comparable, V any](known map[K]V, key K, look func(K) (V, error)) (V, error) {
	v, ok := known[key]
	if ok {
		return v, nil
	}
	v, err := look(key)
	if err == nil {
		known[key] = v
	}
	return v, err
}
