package command

import (
	"cmp"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A person is who the actor is outside the registry, and what here is theirs.
// It is asked for by people who log in by their ident alone.
type person struct {
	user registry.User
	own  []registry.Contact // of their ident, whoever sponsors them

	firms  []registry.Contact // companies whom they represent, if looked
	looked bool
}

// Bounds of what is looked through for one person.
const (
	maxContacts = 1000 // of one ident
	maxAdmined  = 1000 // names among which companies are looked for
)

// person returns who the actor is; ErrRole for one who has no ident of a person.
func (s *Snapshot) person() (*person, error) {
	u, err := s.st.Users().Get(s.By.User)
	if s.By.User == "" || err != nil || u.Realm != RegistrantRealm || u.Ident.Type != registry.IdentPerson {
		if _, err := found(err); err != nil {
			return nil, err
		}
		return nil, registry.ErrRole.On("role", RegistrantRealm)
	}
	all, err := s.st.Contacts().ByIdent(u.Ident.Country, u.Ident.Code, maxContacts)
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(all, func(c registry.Contact) bool { return c.Ident != u.Ident })
	return &person{user: u, own: own}, nil
}

// firms returns the companies whom p represents, by handle. The registry has no
// trade register to ask: it takes the word of who administers a company's name.
// That is one contact, as one registrar keeps it, and the names that this
// contact holds: who writes another company's number into a contact of their
// own gains nothing by it.
func (s *Snapshot) firms(p *person) ([]registry.Contact, error) {
	if p.looked {
		return p.firms, nil
	}
	names, err := s.st.Domains().NamesOf(handles(p.own), "admin")
	if err != nil {
		return nil, err
	}
	seen := map[registry.ContactID]bool{"": true}
	var firms []registry.Contact
	for _, n := range names[:min(len(names), maxAdmined)] {
		d, err := s.st.Domains().Get(n)
		if err != nil {
			return nil, absent(err, registry.ErrNoName, "name", string(n))
		}
		if seen[d.Registrant] {
			continue
		}
		seen[d.Registrant] = true
		c, err := s.st.Contacts().Get(d.Registrant)
		if err != nil {
			return nil, absent(err, registry.ErrNoContact, "registrant", string(d.Registrant))
		}
		if c.Ident.Type == registry.IdentOrg {
			firms = append(firms, c)
		}
	}
	slices.SortFunc(firms, byHandle)
	p.firms, p.looked = firms, true
	return firms, nil
}

// A Tie is what somebody is to a name.
type Tie string

// The ties, the strongest first.
const (
	RegistrantTie Tie = "registrant"
	AdminTie      Tie = "admin"
	FirmTie       Tie = "company" // they represent the registrant
	TechTie       Tie = "tech"
	NoTie         Tie = ""
)

// tie returns the strongest tie of p to d.
func (s *Snapshot) tie(p *person, d registry.Domain) (Tie, error) {
	own := func(id registry.ContactID) bool { return holds(p.own, id) }
	switch {
	case own(d.Registrant):
		return RegistrantTie, nil
	case slices.ContainsFunc(d.Admin, own):
		return AdminTie, nil
	}
	switch firms, err := s.firms(p); {
	case err != nil:
		return NoTie, err
	case holds(firms, d.Registrant):
		return FirmTie, nil
	case slices.ContainsFunc(d.Tech, own):
		return TechTie, nil
	}
	return NoTie, nil
}

// names returns the names that p is tied to, in name order; tech says whether
// a technical contact is tied at all.
func (s *Snapshot) names(p *person, tech bool) ([]name.Name, error) {
	roles := []string{"registrant", "admin"}
	if tech {
		roles = append(roles, "tech")
	}
	own, err := s.st.Domains().NamesOf(handles(p.own), roles...)
	if err != nil {
		return nil, err
	}
	firms, err := s.firms(p)
	if err != nil {
		return nil, err
	}
	theirs, err := s.st.Domains().NamesOf(handles(firms), "registrant")
	if err != nil {
		return nil, err
	}
	all := append(own, theirs...)
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Represented tells the companies whom the actor represents, one contact for
// each ident, by ident.
type Represented struct{ Offset, Limit int }

func (q Represented) Answer(s *Snapshot) ([]registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	firms, err := s.firms(p)
	firms = slices.Clone(firms)
	slices.SortStableFunc(firms, func(a, b registry.Contact) int {
		return cmp.Or(cmp.Compare(a.Ident.Country, b.Ident.Country), cmp.Compare(a.Ident.Code, b.Ident.Code))
	})
	firms = slices.CompactFunc(firms, func(a, b registry.Contact) bool { return a.Ident == b.Ident })
	firms = firms[min(q.Offset, len(firms)):]
	return firms[:min(q.Limit, len(firms))], err
}

func holds(list []registry.Contact, id registry.ContactID) bool {
	return slices.ContainsFunc(list, func(c registry.Contact) bool { return c.ID == id })
}

func handles(list []registry.Contact) []registry.ContactID {
	var all []registry.ContactID
	for _, c := range list {
		all = append(all, c.ID)
	}
	return all
}

func byHandle(a, b registry.Contact) int { return cmp.Compare(a.ID, b.ID) }
