package command

import (
	"cmp"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// person is the actor as a natural person, with the contacts and companies that
// belong to them. It exists for users who log in by their ident (RegistrantRealm).
type person struct {
	user registry.User
	own  []registry.Contact // with their ident, of any sponsor

	firms  []registry.Contact // companies that they represent, if looked
	looked bool
}

// Bounds of the searches for one person.
const (
	maxContacts = 1000 // of one ident
	maxAdmined  = 1000 // domains among which companies are searched
)

// loadPerson returns the actor as a person; ErrRole if it has no person's ident.
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

// loadCompanies returns the companies that p represents, in order of handle. The
// registry cannot query a trade register: the administrative contacts of a
// company's domain count as its representatives, but only for that one contact of
// the company and the domains it is registrant of. A contact that a person creates
// with another company's number gives no access to that company's domains.
func (s *Snapshot) firms(p *person) ([]registry.Contact, error) {
	if p.looked {
		return p.firms, nil
	}
	names, err := s.st.Domains().NamesByContact(handles(p.own), "admin")
	if err != nil {
		return nil, err
	}
	seen := map[registry.ContactID]bool{"": true}
	var companies []registry.Contact
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
			companies = append(companies, c)
		}
	}
	slices.SortFunc(companies, byHandle)
	p.firms, p.looked = companies, true
	return companies, nil
}

// DomainRole is the role of a person in a domain.
type Tie string

// The roles, the strongest first.
const (
	RegistrantTie Tie = "registrant"
	AdminTie      Tie = "admin"
	FirmTie       Tie = "company" // they represent the registrant, a company
	TechTie       Tie = "tech"
	NoTie         Tie = "" // no role
)

// findDomainRole returns the strongest role of p in d.
func (s *Snapshot) tie(p *person, d registry.Domain) (Tie, error) {
	own := func(id registry.ContactID) bool { return holds(p.own, id) }
	switch {
	case own(d.Registrant):
		return RegistrantTie, nil
	case slices.ContainsFunc(d.Admin, own):
		return AdminTie, nil
	}
	switch companies, err := s.firms(p); {
	case err != nil:
		return NoTie, err
	case holds(companies, d.Registrant):
		return FirmTie, nil
	case slices.ContainsFunc(d.Tech, own):
		return TechTie, nil
	}
	return NoTie, nil
}

// listPersonalNames returns the names of the domains in which p has a role, in
// name order; tech includes those where p is only a technical contact.
func (s *Snapshot) names(p *person, tech bool) ([]name.Name, error) {
	roles := []string{"registrant", "admin"}
	if tech {
		roles = append(roles, "tech")
	}
	own, err := s.st.Domains().NamesByContact(handles(p.own), roles...)
	if err != nil {
		return nil, err
	}
	companies, err := s.firms(p)
	if err != nil {
		return nil, err
	}
	ofCompanies, err := s.st.Domains().NamesByContact(handles(companies), "registrant")
	if err != nil {
		return nil, err
	}
	all := append(own, ofCompanies...)
	slices.Sort(all)
	return slices.Compact(all), nil
}

// RepresentedCompanies lists the companies that the actor represents, one contact
// for each ident, in order of ident.
type Represented struct{ Offset, Limit int }

func (q Represented) Answer(s *Snapshot) ([]registry.Contact, error) {
	p, err := s.person()
	if err != nil {
		return nil, err
	}
	companies, err := s.firms(p)
	companies = slices.Clone(companies)
	slices.SortStableFunc(companies, func(a, b registry.Contact) int {
		return cmp.Or(cmp.Compare(a.Ident.Country, b.Ident.Country), cmp.Compare(a.Ident.Code, b.Ident.Code))
	})
	companies = slices.CompactFunc(companies, func(a, b registry.Contact) bool { return a.Ident == b.Ident })
	companies = companies[min(q.Offset, len(companies)):]
	return companies[:min(q.Limit, len(companies))], err
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
