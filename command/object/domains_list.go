package object

import (
	"cmp"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// DomainFilter selects domains, and a page of them. An empty field selects all.
type DomainFilter struct {
	Registrar    registry.RegistrarID
	Account      registry.AccountID
	TLD          name.Name          // directly below it
	Contact      registry.ContactID // in the given role, or in any
	Role         registry.ContactRole
	Nameserver   name.Name // delegated to it
	IdentCode    string    // with a contact whose ident has this code
	NamePattern  string    // of the name: "%" is any text, "_" any character
	ExpiresFrom  time.Time // exDate not before; zero: no bound
	ExpiresUntil time.Time // exDate not after; zero: no bound
	After        name.Name // names greater than this one
	Order        DomainOrder
	Offset       int // how many to skip
	Limit        int // zero: 100
}

// DomainOrder is the order of a list of domains. Domains with the same exDate are
// in order of creation, the newer first in ByExpiry, the older first in
// ByExpiryDesc.
type DomainOrder string

// The orders of a list of domains; "" is ByName.
const (
	ByName        = DomainOrder(store.ByName)
	ByExpiry      = DomainOrder(store.ByExpiry)
	ByCreated     = DomainOrder(store.ByCreated)
	ByNameDesc    = DomainOrder(store.ByNameDesc)
	ByExpiryDesc  = DomainOrder(store.ByExpiryDesc)
	ByCreatedDesc = DomainOrder(store.ByCreatedDesc)
)

// query returns f as the store reads it.
func (f DomainFilter) query() store.DomainQuery {
	return store.DomainQuery{
		Registrar: f.Registrar, Account: f.Account, TLD: f.TLD, Contact: f.Contact, Role: f.Role, Host: f.Nameserver,
		IdentCode: f.IdentCode, NameLike: f.NamePattern, ExpiresFrom: f.ExpiresFrom, ExpiresUntil: f.ExpiresUntil,
		After: f.After, Order: store.SortOrder(f.Order), Offset: f.Offset, Limit: f.Limit,
	}
}

// ListDomains returns one page of the actor's own domains in name order, as
// projected to now. A released domain is not listed, even before its release is stored,
// and takes no place on a page.
type ListDomains struct {
	DomainFilter
	Records bool // include the records of hosted zones
}

func (q ListDomains) Answer(s *command.Snapshot) ([]DomainDetail, error) {
	if s.OwnsNothing() {
		return nil, nil
	}
	wanted := s.LimitToOwn(q.DomainFilter.query())
	var err error
	if wanted.Except, err = findReleased(s); err != nil {
		return nil, err
	}
	list, err := listUnreleased(s, wanted)
	if err != nil {
		return nil, err
	}
	page := make([]DomainDetail, 0, len(list))
	for _, d := range list {
		detail := DomainDetail{Domain: d}
		if q.Records && d.Hosted {
			if detail.Records, err = s.Store.Records().ByZone(d.Name); err != nil {
				return nil, err
			}
		}
		page = append(page, detail)
	}
	return page, nil
}

// listUnreleased returns the page that q selects among the domains that are not released
// by now: what findReleased did not find is replaced by the domains that follow.
func listUnreleased(s *command.Snapshot, q store.DomainQuery) (page []registry.Domain, err error) {
	limit := cmp.Or(q.Limit, defaultLimit)
	for q.Limit = limit; ; q.Limit = limit - len(page) {
		list, err := s.Store.Domains().List(q)
		if err != nil {
			return nil, err
		}
		read := len(list)
		if list, err = dropReleased(s, list); err != nil {
			return nil, err
		}
		if page = append(page, list...); read < q.Limit || len(page) == limit {
			return page, nil
		}
		q.Offset += read
	}
}

// defaultLimit is the length of a page without a Limit.
const defaultLimit = 100
