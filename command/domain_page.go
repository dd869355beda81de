package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// PageDomains lists the actor's own domains from an offset on, and says how
// many there are of the kind in all.
type PageDomains struct {
	store.DomainQuery
	Statuses []registry.Status // that a domain must have, derived ones included; each page is then sought among all
	Bare     bool              // without secrets and people
}

// A DomainPage is a part of a list. Total is the length of the whole.
type DomainPage struct {
	Sheets []Sheet
	Total  int
}

func (q PageDomains) Answer(s *Snapshot) (DomainPage, error) {
	var page DomainPage
	if s.nobody() {
		return page, nil
	}
	q.DomainQuery = s.own(q.DomainQuery)
	var list []registry.Domain
	var err error
	if len(q.Statuses) > 0 {
		list, page.Total, err = q.sift(s)
	} else {
		list, page.Total, err = q.cut(s)
	}
	if err != nil {
		return page, err
	}
	c := newClerk(s, false)
	page.Sheets = make([]Sheet, 0, len(list))
	for _, d := range list {
		sheet := Sheet{Domain: d, Own: true}
		if !q.Bare {
			if sheet, err = c.sheet(d); err != nil {
				return page, err
			}
		}
		page.Sheets = append(page.Sheets, sheet)
	}
	return page, nil
}

// cut takes the page out of the store's list. What time has released since it
// was written down is not there any more.
func (q PageDomains) cut(s *Snapshot) ([]registry.Domain, int, error) {
	total, err := q.total(s)
	if err != nil {
		return nil, 0, err
	}
	list, err := s.st.Domains().List(q.DomainQuery)
	if err != nil {
		return nil, 0, err
	}
	if list, err = s.standing(list); err != nil {
		return nil, 0, err
	}
	lapsed, err := s.lapsed()
	return list, max(total-lapsed, len(list)), err
}

// total is the store's count, or where nothing but the registrar is asked for,
// the tally that its purses keep.
func (q PageDomains) total(s *Snapshot) (int, error) {
	all := q.DomainQuery
	all.Offset, all.Limit, all.After, all.Order = 0, 0, "", store.ByName
	if q.Registrar != "" && all == (store.DomainQuery{Registrar: q.Registrar}) {
		return s.st.Purses().Names(q.Registrar)
	}
	return s.st.Domains().Count(all)
}

// standing returns those of list that are still there, as they are now.
func (s *Snapshot) standing(list []registry.Domain) ([]registry.Domain, error) {
	there := list[:0]
	for _, d := range list {
		d, err := s.present(d)
		if err != nil {
			return nil, err
		}
		if d.Phase != registry.Released {
			there = append(there, d)
		}
	}
	return there, nil
}

// lapsed returns how many of the actor's names time has released since they
// were written down.
func (s *Snapshot) lapsed() (int, error) {
	due, err := s.st.Domains().DueOf(s.By.Registrar, s.By.Account, s.Now, 1000)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range due {
		gone, err := s.gone(name)
		if err != nil {
			return 0, err
		}
		if gone {
			n++
		}
	}
	return n, nil
}

// sift looks at every domain of the store's list.
func (q PageDomains) sift(s *Snapshot) (page []registry.Domain, total int, err error) {
	const portion = 1000
	all := q.DomainQuery
	skip, limit := all.Offset, all.Limit
	if limit <= 0 {
		limit = 100
	}
	for all.Offset, all.Limit = 0, portion; ; all.Offset += portion {
		list, err := s.st.Domains().List(all)
		if err != nil {
			return nil, 0, err
		}
		read := len(list)
		if list, err = s.standing(list); err != nil {
			return nil, 0, err
		}
		for _, d := range list {
			has := d.All()
			if slices.ContainsFunc(q.Statuses, func(want registry.Status) bool { return !slices.Contains(has, want) }) {
				continue
			}
			if total++; total > skip && len(page) < limit {
				page = append(page, d)
			}
		}
		if read < portion {
			return page, total, nil
		}
	}
}
