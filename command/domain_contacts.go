package command

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DomainWithContacts is a domain with its registrar, its contacts and its
// schedule.
type DomainWithContacts struct {
	Domain    registry.Domain
	Own       bool   // the actor owns the domain
	AuthInfo  string // in plain text; "" unless Own
	Registrar registry.Registrar
	Contacts  map[registry.ContactID]registry.Contact
	Creator   string    // creator, as Snapshot.describeAuthor writes it; "" when not known
	Updater   string    // author of the last change, in the same form
	OutzoneAt time.Time // as in Domain.Schedule; zero in phase Active
	ReleaseAt time.Time // as Outzone
}

// DomainContactsInfo returns any domain with its contacts. Of a domain that the
// actor does not own it leaves out account, label, graces and pending requests,
// and the names of natural persons who do not publish them.
type DomainContactsInfo struct{ Name string }

func (q DomainContactsInfo) Answer(s *Snapshot) (DomainWithContacts, error) {
	n, err := s.parseName(q.Name)
	if err != nil {
		return DomainWithContacts{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return DomainWithContacts{}, err
	}
	return newDomainLoader(s, false).load(d)
}

// TransferContactsInfo returns a domain with its unredacted contacts, which a
// transfer would copy, to an actor with the right RevealAuthInfo; ErrAuthInfo
// otherwise.
type TransferContactsInfo struct {
	Name       string
	AuthInfo   string
	TrustOwner bool // the actor's own domains need no RevealAuthInfo
}

func (q TransferContactsInfo) Answer(s *Snapshot) (DomainWithContacts, error) {
	n, err := s.parseName(q.Name)
	if err != nil {
		return DomainWithContacts{}, err
	}
	d, err := s.FindDomain(n)
	if err != nil {
		return DomainWithContacts{}, err
	}
	if !q.TrustOwner || !s.By.Owns(d.Registrar, d.Account) {
		if err := s.verifyAuthInfo(d, q.AuthInfo); err != nil {
			return DomainWithContacts{}, err
		}
	}
	return newDomainLoader(s, true).load(d)
}

// ResolveDomainID returns the name that an identifier stands for. An identifier
// of digits only is a domain's Number, any other is the name itself. ErrNoName
// when there is no domain of that number or the name is not valid.
type ResolveDomainID struct{ ID string }

func (q ResolveDomainID) Answer(s *Snapshot) (name.Name, error) {
	notFound := registry.ErrNoName.On("name", truncate(q.ID))
	if strings.Trim(q.ID, "0123456789") != "" {
		n, err := name.Parse(q.ID)
		if err != nil {
			return n, notFound
		}
		return n, nil
	}
	var number int64
	for _, digit := range q.ID {
		if number = 10*number + int64(digit-'0'); number < 0 || len(q.ID) > 18 {
			return "", notFound
		}
	}
	d, err := s.st.Domains().ByNumber(number)
	return d.Name, notFoundAs(err, notFound, "name", q.ID)
}

// domainLoader loads domains with their contacts. It caches the contacts,
// registrars and authors that it has read.
type domainLoader struct {
	*Snapshot
	unredacted bool // do not redact contacts
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func newDomainLoader(s *Snapshot, unredacted bool) *domainLoader {
	return &domainLoader{s, unredacted, map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}}
}

func (l *domainLoader) load(d registry.Domain) (DomainWithContacts, error) {
	own := l.By.Owns(d.Registrar, d.Account)
	result := DomainWithContacts{Domain: d.WithoutExpiredGraces(l.Now), Own: own}
	describe := func(id string) (string, error) { return l.Snapshot.describeAuthor(id) }
	var err error
	if own {
		if result.AuthInfo, err = l.RevealAuthInfo(d); err != nil {
			return result, err
		}
	} else {
		result.Domain.Account, result.Domain.Label, result.Domain.Graces, result.Domain.Pending = "", "", nil, nil
	}
	if result.Registrar, err = memoize(l.registrars, d.Registrar, l.Snapshot.FindRegistrar); err != nil {
		return result, err
	}
	if result.Contacts, err = l.loadContacts(d, own); err != nil {
		return result, err
	}
	if result.Creator, err = memoize(l.authors, d.CreatedBy, describe); err != nil {
		return result, err
	}
	if result.Updater, err = memoize(l.authors, d.UpdatedBy, describe); err != nil || d.Phase == registry.Active {
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
		contact, err := memoize(l.contacts, id, l.st.Contacts().Get)
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
