package registrant

import (
	"cmp"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// person is the actor as a natural person, with the contacts and companies that
// belong to them. It exists for users who log in by their ident (RegistrantRealm).
type person struct {
	user     registry.User
	contacts []registry.Contact // with their ident, of any sponsor

	companies       []registry.Contact // companies that they represent, if looked
	companiesLoaded bool
}

// Bounds of the searches for one person.
const (
	maxPersonContacts = 1000 // of one ident
	maxCompanySearch  = 1000 // domains among which companies are searched
)

// loadPerson returns the actor as a person; ErrRole if it has no person's ident.
func loadPerson(s *command.Snapshot) (*person, error) {
	u, err := s.Store.Users().Get(s.By.User)
	if s.By.User == "" || err != nil || u.Realm != access.RegistrantRealm || u.Ident.Type != registry.IdentPerson {
		if _, err := command.IsFound(err); err != nil {
			return nil, err
		}
		return nil, registry.ErrRole.On("role", access.RegistrantRealm)
	}
	all, err := s.Store.Contacts().ByIdent(u.Ident.Country, u.Ident.Code, maxPersonContacts)
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(all, func(c registry.Contact) bool { return c.Ident != u.Ident })
	return &person{user: u, contacts: own}, nil
}

// loadCompanies returns the companies that p represents, in order of handle. The
// registry cannot query a trade register: the administrative contacts of a
// company's domain count as its representatives, but only for that one contact of
// the company and the domains it is registrant of. A contact that a person creates
// with another company's number gives no access to that company's domains.
func loadCompanies(s *command.Snapshot, p *person) ([]registry.Contact, error) {
	if p.companiesLoaded {
		return p.companies, nil
	}
	names, err := s.Store.Domains().NamesByContact(contactIDs(p.contacts), "admin")
	if err != nil {
		return nil, err
	}
	seen := map[registry.ContactID]bool{"": true}
	var companies []registry.Contact
	for _, n := range names[:min(len(names), maxCompanySearch)] {
		d, err := s.Store.Domains().Get(n)
		if err != nil {
			return nil, command.NotFoundAs(err, registry.ErrNoName, "name", string(n))
		}
		if seen[d.Registrant] {
			continue
		}
		seen[d.Registrant] = true
		c, err := s.Store.Contacts().Get(d.Registrant)
		if err != nil {
			return nil, command.NotFoundAs(err, registry.ErrNoContact, "registrant", string(d.Registrant))
		}
		if c.Ident.Type == registry.IdentOrg {
			companies = append(companies, c)
		}
	}
	slices.SortFunc(companies, compareHandles)
	p.companies, p.companiesLoaded = companies, true
	return companies, nil
}

// DomainRole is the role of a person in a domain.
type DomainRole string

// The roles, the strongest first.
const (
	DomainRoleRegistrant DomainRole = "registrant"
	DomainRoleAdmin      DomainRole = "admin"
	DomainRoleCompany    DomainRole = "company" // they represent the registrant, a company
	DomainRoleTech       DomainRole = "tech"
	DomainRoleNone       DomainRole = "" // no role
)

// findDomainRole returns the strongest role of p in d.
func findDomainRole(s *command.Snapshot, p *person, d registry.Domain) (DomainRole, error) {
	own := func(id registry.ContactID) bool { return containsContact(p.contacts, id) }
	switch {
	case own(d.Registrant):
		return DomainRoleRegistrant, nil
	case slices.ContainsFunc(d.Admin, own):
		return DomainRoleAdmin, nil
	}
	switch companies, err := loadCompanies(s, p); {
	case err != nil:
		return DomainRoleNone, err
	case containsContact(companies, d.Registrant):
		return DomainRoleCompany, nil
	case slices.ContainsFunc(d.Tech, own):
		return DomainRoleTech, nil
	}
	return DomainRoleNone, nil
}

// listPersonalNames returns the names of the domains in which p has a role, in
// name order; tech includes those where p is only a technical contact.
func listPersonalNames(s *command.Snapshot, p *person, tech bool) ([]name.Name, error) {
	roles := []registry.ContactRole{registry.ContactRegistrant, registry.ContactAdmin}
	if tech {
		roles = append(roles, registry.ContactTech)
	}
	own, err := s.Store.Domains().NamesByContact(contactIDs(p.contacts), roles...)
	if err != nil {
		return nil, err
	}
	companies, err := loadCompanies(s, p)
	if err != nil {
		return nil, err
	}
	ofCompanies, err := s.Store.Domains().NamesByContact(contactIDs(companies), registry.ContactRegistrant)
	if err != nil {
		return nil, err
	}
	all := append(own, ofCompanies...)
	slices.Sort(all)
	return slices.Compact(all), nil
}

// RepresentedCompanies lists the companies that the actor represents, one contact
// for each ident, in order of ident.
type RepresentedCompanies struct{ Offset, Limit int }

func (q RepresentedCompanies) Answer(s *command.Snapshot) ([]registry.Contact, error) {
	p, err := loadPerson(s)
	if err != nil {
		return nil, err
	}
	companies, err := loadCompanies(s, p)
	companies = slices.Clone(companies)
	slices.SortStableFunc(companies, func(a, b registry.Contact) int {
		return cmp.Or(cmp.Compare(a.Ident.Country, b.Ident.Country), cmp.Compare(a.Ident.Code, b.Ident.Code))
	})
	companies = slices.CompactFunc(companies, func(a, b registry.Contact) bool { return a.Ident == b.Ident })
	companies = companies[min(q.Offset, len(companies)):]
	return companies[:min(q.Limit, len(companies))], err
}

func containsContact(list []registry.Contact, id registry.ContactID) bool {
	return slices.ContainsFunc(list, func(c registry.Contact) bool { return c.ID == id })
}

func contactIDs(list []registry.Contact) []registry.ContactID {
	var all []registry.ContactID
	for _, c := range list {
		all = append(all, c.ID)
	}
	return all
}

func compareHandles(a, b registry.Contact) int { return cmp.Compare(a.ID, b.ID) }
