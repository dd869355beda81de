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

// A Sheet is all that there is to say about a domain, with the people behind
// it.
type Sheet struct {
	Domain    registry.Domain
	Own       bool   // the actor's
	AuthInfo  string // in plain text; empty unless Own
	Registrar registry.Registrar
	People    map[registry.ContactID]registry.Contact
	Author    string    // who made the domain, as an audit line names them; "": nobody who is known
	Editor    string    // who changed it last
	Outzone   time.Time // as in Domain.Outlook; zero as long as the name has not run out
	Gone      time.Time
}

// DomainSheet tells about any domain. Of names that are not the actor's own it
// leaves out what is between the holder and its registrar, and the names of
// people who do not publish them.
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

// TransferSheet tells one who shows a name's authInfo what a transfer of it
// brings: its contacts as they are. ErrAuthInfo if it is not the one.
type TransferSheet struct {
	Name     string
	AuthInfo string
	Trust    bool // the actor's own names need no authInfo
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

// NameOf returns the name that an identifier stands for: one of digits alone is
// a domain's Number, any other is the name itself. ErrNoName when it cannot be
// a name at all.
type NameOf struct{ ID string }

func (q NameOf) Answer(s *Snapshot) (name.Name, error) {
	no := registry.ErrNoName.On("name", clip(q.ID))
	if strings.Trim(q.ID, "0123456789") != "" {
		n, err := name.Parse(q.ID)
		if err != nil {
			return n, no
		}
		return n, nil
	}
	var number int64
	for _, digit := range q.ID {
		if number = 10*number + int64(digit-'0'); number < 0 || len(q.ID) > 18 {
			return "", no
		}
	}
	d, err := s.st.Domains().ByNumber(number)
	return d.Name, absent(err, no, "name", q.ID)
}

// A clerk draws up sheets, and remembers whom it has looked up.
type clerk struct {
	*Snapshot
	frank      bool // people are told as they are
	contacts   map[registry.ContactID]registry.Contact
	registrars map[registry.RegistrarID]registry.Registrar
	authors    map[string]string
}

func newClerk(s *Snapshot, frank bool) *clerk {
	return &clerk{s, frank, map[registry.ContactID]registry.Contact{}, map[registry.RegistrarID]registry.Registrar{}, map[string]string{}}
}

func (c *clerk) sheet(d registry.Domain) (Sheet, error) {
	own := c.By.Owns(d.Registrar, d.Account)
	sheet := Sheet{Domain: d.Settled(c.Now), Own: own}
	var err error
	if own {
		if sheet.AuthInfo, err = c.AuthInfo(d); err != nil {
			return sheet, err
		}
	} else {
		sheet.Domain.Account, sheet.Domain.Label, sheet.Domain.Graces, sheet.Domain.Pending = "", "", nil, nil
	}
	if sheet.Registrar, err = remember(c.registrars, d.Registrar, c.Snapshot.Registrar); err != nil {
		return sheet, err
	}
	if sheet.People, err = c.people(d, own); err != nil {
		return sheet, err
	}
	if sheet.Author, err = remember(c.authors, d.CreatedBy, c.author); err != nil {
		return sheet, err
	}
	if sheet.Editor, err = remember(c.authors, d.UpdatedBy, c.author); err != nil || d.Phase == registry.Active {
		return sheet, err
	}
	p, err := c.Policy(d.Name)
	sheet.Outzone, sheet.Gone = d.Outlook(p)
	return sheet, err
}

// people returns the contacts of d, and the one that may become its registrant.
func (c *clerk) people(d registry.Domain, own bool) (map[registry.ContactID]registry.Contact, error) {
	ids := d.Contacts()
	if own && d.Pending != nil && d.Pending.Registrant != "" {
		ids = append(ids, d.Pending.Registrant)
	}
	all := make(map[registry.ContactID]registry.Contact, len(ids))
	for _, id := range ids {
		p, err := remember(c.contacts, id, c.st.Contacts().Get)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		if !own && !c.frank {
			p = veil(p)
		}
		all[id] = p
	}
	return all, nil
}

// veil returns c without its name, if it is a natural person's and not
// published.
func veil(c registry.Contact) registry.Contact {
	if c.Person() && !slices.Contains(c.Disclosure.Publish, "name") {
		c.Postal.Name, c.Other.Name, c.First, c.Middle, c.Last = "", "", "", "", ""
	}
	return c
}
