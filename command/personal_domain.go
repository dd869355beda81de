package command

import (
	"fmt"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// PersonalDomain is a domain as shown to a person who has a role in it.
type PersonalDomain struct {
	Domain     registry.Domain
	Role       DomainRole // the person's strongest role
	Registrar  registry.Registrar
	Registrant registry.Contact
	Admin      []registry.Contact
	Tech       []registry.Contact
	AuthInfo   string    // in plain text; "" unless the role is registrant or administrative contact
	OutzoneAt  time.Time // as returned by Domain.Schedule
	ReleaseAt  time.Time // as returned by Domain.Schedule
	Reserved   bool      // the policy's Reserved has the name
	CreatedBy  string    // "12-ApiUser: best-names", "13-RegistrantUser: Alice Example"; "": unknown
	UpdatedBy  string
}

// PersonalDomainInfo returns one domain by its UUID. ErrNoName if there is none,
// or the actor has no role in it.
type PersonalDomainInfo struct{ UUID string }

func (q PersonalDomainInfo) Answer(s *Snapshot) (PersonalDomain, error) {
	p, err := s.loadPerson()
	if err != nil {
		return PersonalDomain{}, err
	}
	d, err := s.st.Domains().ByUUID(q.UUID)
	if err != nil {
		return PersonalDomain{}, notFoundAs(err, registry.ErrNoName, "id", q.UUID)
	}
	if d, err = s.projectDomain(d); err != nil {
		return PersonalDomain{}, err
	}
	role, err := s.findDomainRole(p, d)
	if err != nil {
		return PersonalDomain{}, err
	}
	if role == DomainRoleNone || d.Phase == registry.Released {
		return PersonalDomain{}, registry.ErrNoName.On("id", truncate(q.UUID))
	}
	return new(personalDomainLoader).load(s, d, role)
}

// ListPersonalDomains lists the domains that the actor has a role in, in name
// order.
type ListPersonalDomains struct {
	Offset, Limit int
	Tech          TechFilter
}

// TechFilter selects whether domains are listed in which the actor is only a
// technical contact.
type TechFilter int

const (
	TechAll  TechFilter = iota // list them
	TechNone                   // leave them out
	TechAuto                   // list them if the actor has fewer than 3,000 domains in all roles
)

const techAutoLimit = 3000 // docs/contracts/ee.md section 1.6

// PersonalDomainPage is a page of a person's domains. Total is the number of
// their domains in all roles, Count the number that the TechFilter selects.
type PersonalDomainPage struct {
	Total, Count int
	Domains      []PersonalDomain
}

func (q ListPersonalDomains) Answer(s *Snapshot) (PersonalDomainPage, error) {
	var page PersonalDomainPage
	p, err := s.loadPerson()
	if err != nil {
		return page, err
	}
	names, err := s.listPersonalNames(p, true)
	if err != nil {
		return page, err
	}
	page.Total, page.Count = len(names), len(names)
	if q.Tech == TechNone || q.Tech == TechAuto && len(names) >= techAutoLimit {
		if names, err = s.listPersonalNames(p, false); err != nil {
			return page, err
		}
		page.Count = len(names)
	}
	names = names[min(q.Offset, len(names)):]
	loader := new(personalDomainLoader)
	for _, n := range names[:min(q.Limit, len(names))] {
		d, err := s.st.Domains().Get(n)
		if err == nil {
			d, err = s.projectDomain(d)
		}
		switch {
		case err != nil:
			return page, err
		case d.Phase == registry.Released: // not advanced yet
			continue
		}
		role, err := s.findDomainRole(p, d)
		if err != nil {
			return page, err
		}
		h, err := loader.load(s, d, role)
		if err != nil {
			return page, err
		}
		page.Domains = append(page.Domains, h)
	}
	return page, nil
}

// personalDomainLoader loads PersonalDomains, and caches the objects that
// several of them have in common. Its zero value is ready.
type personalDomainLoader struct {
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func (l *personalDomainLoader) load(s *Snapshot, d registry.Domain, role DomainRole) (PersonalDomain, error) {
	if l.contacts == nil {
		l.contacts, l.registrars, l.authors = map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}
	}
	p, err := s.FindPolicy(d.Name)
	if err != nil {
		return PersonalDomain{}, err
	}
	h := PersonalDomain{Domain: d, Role: role, Reserved: slices.Contains(p.Reserved, d.Name)}
	h.OutzoneAt, h.ReleaseAt = d.Schedule(p)
	if role == DomainRoleRegistrant || role == DomainRoleAdmin { // the newAuthInfo permits a transfer
		if h.AuthInfo, err = s.RevealAuthInfo(d); err != nil {
			return h, err
		}
	}
	if h.Registrar, err = memoize(l.registrars, d.Registrar, s.FindRegistrar); err != nil {
		return h, err
	}
	contact := func(id registry.ContactID) (registry.Contact, error) {
		return memoize(l.contacts, id, func(id registry.ContactID) (registry.Contact, error) {
			c, err := s.st.Contacts().Get(id)
			return c, notFoundAs(err, registry.ErrNoContact, "contact", string(id))
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
	describe := func(id string) (string, error) { return s.describeAuthor(id) }
	if h.CreatedBy, err = memoize(l.authors, d.CreatedBy, describe); err != nil {
		return h, err
	}
	h.UpdatedBy, err = memoize(l.authors, d.UpdatedBy, describe)
	return h, err
}

// describeAuthor describes the user whose ID CreatedBy or UpdatedBy holds, in the
// form of docs/contracts/ee.md section 1.2; "" if id is not a user's.
func (s *Snapshot) describeAuthor(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	u, err := s.st.Users().Get(registry.UserID(id))
	if exists, err := isFound(err); !exists {
		return "", err
	}
	if u.Realm == RegistrantRealm {
		return fmt.Sprintf("%d-RegistrantUser: %s", u.Number, u.Name), nil
	}
	return fmt.Sprintf("%d-ApiUser: %s", u.Number, u.Login), nil
}

// memoize returns known[key], or the result of look, which it then stores.
func memoize[K comparable, V any](known map[K]V, key K, look func(K) (V, error)) (V, error) {
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
