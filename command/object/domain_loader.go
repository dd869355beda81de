package object

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// domainLoader loads domains with their contacts. It caches the contacts,
// registrars and authors that it has read.
type domainLoader struct {
	*command.Snapshot
	unredacted bool // do not redact contacts
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[registry.Author]registry.User
}

// NewDomainLoader returns a loader with empty caches. If unredacted is true, it shows
// contacts whole to any actor.
func NewDomainLoader(s *command.Snapshot, unredacted bool) *domainLoader {
	return &domainLoader{s, unredacted, map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[registry.Author]registry.User{}}
}

func (l *domainLoader) Load(d registry.Domain) (DomainWithContacts, error) {
	own := l.By.Owns(d.Registrar, d.Account)
	result := DomainWithContacts{Domain: d.WithoutExpiredGraces(l.Now), Own: own}
	find := func(a registry.Author) (registry.User, error) { return access.FindAuthor(l.Snapshot, a) }
	var err error
	if own {
		if result.AuthInfo, err = RevealAuthInfo(l.Snapshot, d); err != nil {
			return result, err
		}
	} else {
		result.Domain = result.Domain.ForOthers()
	}
	if result.Registrar, err = command.Memoize(l.registrars, d.Registrar, l.Snapshot.FindRegistrar); err != nil {
		return result, err
	}
	if result.Contacts, err = l.loadContacts(d, own); err != nil {
		return result, err
	}
	if result.Creator, err = command.Memoize(l.authors, d.CreatedBy, find); err != nil {
		return result, err
	}
	if result.Updater, err = command.Memoize(l.authors, d.UpdatedBy, find); err != nil || d.Phase == registry.Active {
		return result, err
	}
	p, err := l.FindPolicy(d.Name)
	result.OutzoneAt, result.ReleaseAt = d.Schedule(p)
	return result, err
}

// loadContacts returns the contacts of d, redacted if needed, and for the owner
// the contact that a pending update would make the registrant. Contacts that do
// not exist are left out.
func (l *domainLoader) loadContacts(d registry.Domain, own bool) (map[registry.ContactID]registry.Contact, error) {
	ids := d.Contacts()
	if own && d.Pending != nil && d.Pending.Registrant != "" {
		ids = append(ids, d.Pending.Registrant)
	}
	all := make(map[registry.ContactID]registry.Contact, len(ids))
	for _, id := range ids {
		contact, err := command.Memoize(l.contacts, id, l.Store.Contacts().Get)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		if !own && !l.unredacted {
			contact = redactContact(contact)
		}
		all[id] = contact
	}
	return all, nil
}

// redactContact returns c without its names if it is a natural person that does
// not publish the name.
func redactContact(c registry.Contact) registry.Contact {
	if c.IsPerson() && !slices.Contains(c.Disclosure.Publish, "name") {
		c.Postal.Name, c.OtherPostal.Name, c.First, c.Middle, c.Last = "", "", "", "", ""
	}
	return c
}
