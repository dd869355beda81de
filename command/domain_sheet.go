package command

import (
	"errors"
	"slices"
	"strings"

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
	Author    registry.User // who made the domain; the zero User: none who logs in
	Editor    registry.User // who changed it last
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
	return (&clerk{Snapshot: s}).sheet(d)
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
	return (&clerk{Snapshot: s, frank: true}).sheet(d)
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
	people     map[registry.ContactID]registry.Contact
	users      map[string]registry.User
	registrars map[registry.RegistrarID]registry.Registrar
}

func (c *clerk) sheet(d registry.Domain) (Sheet, error) {
	own := c.By.Owns(d.Registrar, d.Account)
	sheet := Sheet{Domain: d.Settled(c.Now), Own: own, People: map[registry.ContactID]registry.Contact{}}
	var err error
	if own {
		if sheet.AuthInfo, err = c.AuthInfo(d); err != nil {
			return sheet, err
		}
	} else {
		sheet.Domain.Account, sheet.Domain.Label, sheet.Domain.Graces, sheet.Domain.Pending = "", "", nil, nil
	}
	if sheet.Registrar, err = c.registrar(d.Registrar); err != nil {
		return sheet, err
	}
	for _, id := range d.Contacts() {
		p, err := c.contact(id)
		if errors.Is(err, registry.ErrNoContact) {
			continue
		} else if err != nil {
			return sheet, err
		}
		if !own && !c.frank {
			p = veil(p)
		}
		sheet.People[id] = p
	}
	if sheet.Author, err = c.user(d.CreatedBy); err != nil {
		return sheet, err
	}
	sheet.Editor, err = c.user(d.UpdatedBy)
	return sheet, err
}

// veil returns c without its name, if it is a natural person's and not
// published.
func veil(c registry.Contact) registry.Contact {
	if c.Person() && !slices.Contains(c.Disclosure.Publish, "name") {
		c.Postal.Name, c.Other.Name, c.First, c.Middle, c.Last = "", "", "", "", ""
	}
	return c
}

func (c *clerk) contact(id registry.ContactID) (registry.Contact, error) {
	if p, ok := c.people[id]; ok {
		return p, nil
	}
	p, err := c.st.Contacts().Get(id)
	if err != nil {
		return p, absent(err, registry.ErrNoContact, "contact", string(id))
	}
	if c.people == nil {
		c.people = map[registry.ContactID]registry.Contact{}
	}
	c.people[id] = p
	return p, nil
}

func (c *clerk) registrar(id registry.RegistrarID) (registry.Registrar, error) {
	if r, ok := c.registrars[id]; ok {
		return r, nil
	}
	r, err := c.Registrar(id)
	if c.registrars == nil {
		c.registrars = map[registry.RegistrarID]registry.Registrar{}
	}
	c.registrars[id] = r
	return r, err
}

// user returns who an object's audit line names; the zero User if that is no
// user's ID.
func (c *clerk) user(id string) (registry.User, error) {
	if id == "" {
		return registry.User{}, nil
	}
	if u, ok := c.users[id]; ok {
		return u, nil
	}
	u, err := c.st.Users().Get(registry.UserID(id))
	if errors.Is(err, store.ErrNotFound) {
		u, err = registry.User{}, nil
	}
	if c.users == nil {
		c.users = map[string]registry.User{}
	}
	c.users[id] = u
	return u, err
}
