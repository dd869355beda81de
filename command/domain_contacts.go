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
type Sheet struct {
	Domain    registry.Domain
	Own       bool   // the actor owns the domain
	AuthInfo  string // in plain text; "" unless Own
	Registrar registry.Registrar
	People    map[registry.ContactID]registry.Contact
	Author    string    // creator, as Snapshot.describeAuthor writes it; "" when not known
	Editor    string    // author of the last change, in the same form
	Outzone   time.Time // as in Domain.Schedule; zero in phase Active
	Gone      time.Time // as Outzone
}

// DomainContactsInfo returns any domain with its contacts. Of a domain that the
// actor does not own it leaves out account, label, graces and pending requests,
// and the names of natural persons who do not publish them.
type DomainSheet struct{ Name string }

func (q DomainSheet) Answer(s *Snapshot) (Sheet, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return Sheet{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Sheet{}, err
	}
	return newClerk(s, false).sheet(d)
}

// TransferContactsInfo returns a domain with its unredacted contacts, which a
// transfer would copy, to an actor with the right AuthInfo; ErrAuthInfo
// otherwise.
type TransferSheet struct {
	Name     string
	AuthInfo string
	Trust    bool // the actor's own domains need no AuthInfo
}

func (q TransferSheet) Answer(s *Snapshot) (Sheet, error) {
	n, err := s.parse(q.Name)
	if err != nil {
		return Sheet{}, err
	}
	d, err := s.Domain(n)
	if err != nil {
		return Sheet{}, err
	}
	if !q.Trust || !s.By.Owns(d.Registrar, d.Account) {
		if err := s.opens(d, q.AuthInfo); err != nil {
			return Sheet{}, err
		}
	}
	return newClerk(s, true).sheet(d)
}

// ResolveDomainID returns the name that an identifier stands for. An identifier
// of digits only is a domain's Number, any other is the name itself. ErrNoName
// when there is no domain of that number or the name is not valid.
type NameOf struct{ ID string }

func (q NameOf) Answer(s *Snapshot) (name.Name, error) {
	notFound := registry.ErrNoName.On("name", clip(q.ID))
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
	return d.Name, absent(err, notFound, "name", q.ID)
}

// domainLoader loads domains with their contacts. It caches the contacts,
// registrars and authors that it has read.
type clerk struct {
	*Snapshot
	frank      bool // do not redact contacts
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func newClerk(s *Snapshot, unredacted bool) *clerk {
	return &clerk{s, unredacted, map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}}
}

func (l *clerk) sheet(d registry.Domain) (Sheet, error) {
	own := l.By.Owns(d.Registrar, d.Account)
	result := Sheet{Domain: d.WithoutExpiredGraces(l.Now), Own: own}
	var err error
	if own {
		if result.AuthInfo, err = l.AuthInfo(d); err != nil {
			return result, err
		}
	} else {
		result.Domain.Account, result.Domain.Label, result.Domain.Graces, result.Domain.Pending = "", "", nil, nil
	}
	if result.Registrar, err = remember(l.registrars, d.Registrar, l.Snapshot.Registrar); err != nil {
		return result, err
	}
	if result.People, err = l.people(d, own); err != nil {
		return result, err
	}
	if result.Author, err = remember(l.authors, d.CreatedBy, l.author); err != nil {
		return result, err
	}
	if result.Editor, err = remember(l.authors, d.UpdatedBy, l.author); err != nil || d.Phase == registry.Active {
		return result, err
	}
	p, err := l.Policy(d.Name)
	result.Outzone, result.Gone = d.Schedule(p)
	return result, err
}

// loadContacts returns the contacts of d, redacted if needed, and for the owner
// the contact that a pending update would make the registrant. Contacts that do
// not exist are left out.
func (l *clerk) people(d registry.Domain, own bool) (map[registry.ContactID]registry.Contact, error) {
	ids := d.Contacts()
	if own && d.Pending != nil && d.Pending.Registrant != "" {
		ids = append(ids, d.Pending.Registrant)
	}
	all := make(map[registry.ContactID]registry.Contact, len(ids))
	for _, id := range ids {
		contact, err := remember(l.contacts, id, l.st.Contacts().Get)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		if !own && !l.frank {
			contact = veil(contact)
		}
		all[id] = contact
	}
	return all, nil
}

// redactContact returns c without its names if it is a natural person that does
// not publish the name.
func veil(c registry.Contact) registry.Contact {
	if c.IsPerson() && !slices.Contains(c.Disclosure.Publish, "name") {
		c.Postal.Name, c.OtherPostal.Name, c.First, c.Middle, c.Last = "", "", "", "", ""
	}
	return c
}
