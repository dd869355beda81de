package registrant

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// PersonalDomain is a domain as shown to a person who has a role in it.
type PersonalDomain struct {
	Domain     registry.Domain
	Role       DomainRole // the person's strongest role
	Registrar  registry.Registrar
	Registrant registry.Contact
	Admin      []registry.Contact
	Tech       []registry.Contact
	AuthInfo   string        // in plain text; "" unless the role is registrant or administrative contact
	OutzoneAt  time.Time     // as returned by Domain.Schedule
	ReleaseAt  time.Time     // as returned by Domain.Schedule
	Reserved   bool          // the policy's Reserved has the name
	Creator    registry.User // the zero User when not known
	Updater    registry.User
}

// personalDomainLoader loads PersonalDomains, and caches the objects that
// several of them have in common. Its zero value is ready.
type personalDomainLoader struct {
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[registry.Author]registry.User
}

func (l *personalDomainLoader) load(s *command.Snapshot, d registry.Domain, role DomainRole) (PersonalDomain, error) {
	if l.contacts == nil {
		l.contacts, l.registrars, l.authors = map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[registry.Author]registry.User{}
	}
	p, err := s.FindPolicy(d.Name)
	if err != nil {
		return PersonalDomain{}, err
	}
	retained, err := s.FindRetained(d.Name)
	if err != nil {
		return PersonalDomain{}, err
	}
	e, listed := retained.Listing.Active(s.Now)
	h := PersonalDomain{Domain: d, Role: role, Reserved: listed && e.Class == namelist.Reserved}
	h.OutzoneAt, h.ReleaseAt = d.Schedule(p)
	if role == DomainRoleRegistrant || role == DomainRoleAdmin { // the authInfo permits a transfer
		if h.AuthInfo, err = object.RevealAuthInfo(s, d); err != nil {
			return h, err
		}
	}
	if h.Registrar, err = command.Memoize(l.registrars, d.Registrar, s.FindRegistrar); err != nil {
		return h, err
	}
	contact := func(id registry.ContactID) (registry.Contact, error) {
		return command.Memoize(l.contacts, id, func(id registry.ContactID) (registry.Contact, error) {
			c, err := s.Store.Contacts().Get(id)
			return c, command.NotFoundAs(err, registry.ErrNoContact, "contact", string(id))
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
	find := func(a registry.Author) (registry.User, error) { return access.FindAuthor(s, a) }
	if h.Creator, err = command.Memoize(l.authors, d.CreatedBy, find); err != nil {
		return h, err
	}
	h.Updater, err = command.Memoize(l.authors, d.UpdatedBy, find)
	return h, err
}
