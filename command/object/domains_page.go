package object

import (
	"reflect"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PageDomains returns one page of the actor's own domains, as projected to now,
// and the total number of matches. Released domains are left out.
type PageDomains struct {
	DomainFilter
	Statuses    []registry.Status // statuses that a domain must have, derived ones included
	DomainsOnly bool              // leave out authInfo, contacts and registrar
}

// DomainPage is one page of a list of Total domains.
type DomainPage struct {
	Domains []DomainWithContacts
	Total   int
}

func (q PageDomains) Answer(s *command.Snapshot) (DomainPage, error) {
	var page DomainPage
	if s.OwnsNothing() {
		return page, nil
	}
	wanted := s.LimitToOwn(q.query())
	var list []registry.Domain
	var err error
	if len(q.Statuses) > 0 {
		list, page.Total, err = q.pageByStatus(s, wanted)
	} else {
		list, page.Total, err = loadPage(s, wanted)
	}
	if err != nil {
		return page, err
	}
	loader := NewDomainLoader(s, false)
	page.Domains = make([]DomainWithContacts, 0, len(list))
	for _, d := range list {
		detail := DomainWithContacts{Domain: d, Own: true}
		if !q.DomainsOnly {
			if detail, err = loader.Load(d); err != nil {
				return page, err
			}
		}
		page.Domains = append(page.Domains, detail)
	}
	return page, nil
}

// loadPage reads the page from the store's list and leaves out domains whose
// release is due but not stored yet; such a page may be shorter than the limit.
func loadPage(s *command.Snapshot, q store.DomainQuery) ([]registry.Domain, int, error) {
	total, err := countAll(s, q)
	if err != nil {
		return nil, 0, err
	}
	list, err := s.Store.Domains().List(q)
	if err != nil {
		return nil, 0, err
	}
	if list, err = dropReleased(s, list); err != nil {
		return nil, 0, err
	}
	released, err := findReleased(s)
	return list, max(total-len(released), len(list)), err
}

// countAll returns the number of stored domains of the query. For all domains of
// one registrar it reads the counter in the balances, which is faster.
func countAll(s *command.Snapshot, all store.DomainQuery) (int, error) {
	all.Offset, all.Limit, all.After, all.Order = 0, 0, "", store.ByName
	if all.Registrar != "" && reflect.DeepEqual(all, store.DomainQuery{Registrar: all.Registrar}) {
		return s.Store.Balances().CountDomains(all.Registrar)
	}
	return s.Store.Domains().Count(all)
}

// dropReleased returns the domains of list as projected to now, without the
// released ones. It overwrites list.
func dropReleased(s *command.Snapshot, list []registry.Domain) ([]registry.Domain, error) {
	kept := list[:0]
	for _, d := range list {
		d, err := s.ProjectDomain(d)
		if err != nil {
			return nil, err
		}
		if d.Phase != registry.Released {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// findReleased returns the actor's domains whose release is due but not stored yet.
func findReleased(s *command.Snapshot) (released []name.Name, err error) {
	due, err := findDue(s)
	if err != nil {
		return nil, err
	}
	for _, n := range due {
		gone, err := s.IsReleased(n)
		if err != nil {
			return nil, err
		}
		if gone {
			released = append(released, n)
		}
	}
	return released, nil
}

// pageByStatus reads the page of domains with the wanted statuses, and their
// number. Rows tell the statuses as of their writing, so the domains of which a
// transition is due but not stored yet are looked at one by one.
func (q PageDomains) pageByStatus(s *command.Snapshot, wanted store.DomainQuery) (page []registry.Domain, total int, err error) {
	wanted.Statuses = q.Statuses
	due, err := findDue(s)
	if err != nil {
		return nil, 0, err
	}
	for _, n := range due {
		stored, err := s.Store.Domains().Get(n)
		if err != nil {
			return nil, 0, err
		}
		d, err := s.ProjectDomain(stored)
		if err != nil {
			return nil, 0, err
		}
		switch had, has := q.hasStatuses(stored), q.hasStatuses(d) && d.Phase != registry.Released; {
		case had && !has:
			wanted.Except = append(wanted.Except, n)
		case has && !had:
			wanted.Also = append(wanted.Also, n)
		}
	}
	if total, err = s.Store.Domains().Count(wanted); err != nil {
		return nil, 0, err
	}
	list, err := s.Store.Domains().List(wanted)
	if err == nil {
		list, err = dropReleased(s, list)
	}
	return list, total, err
}

// hasStatuses reports whether d has all wanted statuses.
func (q PageDomains) hasStatuses(d registry.Domain) bool {
	has := d.AllStatuses()
	return !slices.ContainsFunc(q.Statuses, func(want registry.Status) bool { return !slices.Contains(has, want) })
}

// findDue returns the actor's domains of which a transition is due but not stored
// yet, at most command.MaxUnsettled: the scheduler leaves few.
func findDue(s *command.Snapshot) ([]name.Name, error) {
	if s.By.Registrar == "" {
		return s.Store.Domains().Due(s.Now, command.MaxUnsettled)
	}
	return s.Store.Domains().DueFor(s.By.Registrar, s.By.Account, s.Now, command.MaxUnsettled)
}
