package lookup

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A ReverseQuery finds domains by an entity that RDAP shows with them (RFC 9536): a
// contact or the sponsoring registrar that has all of the values, in any case. At least
// one of Handle, Name and Email is set.
type ReverseQuery struct {
	Handle string // the ROID of a contact; the IANA ID or clID of a registrar
	Name   string
	Email  string

	Role      registry.ContactRole // the contact's; "": any
	Registrar bool                 // the entity is the registrar, and no contact
}

// maxEntities is the number of contacts whose domains one reverse search merges.
const maxEntities = 20

// FindDomainsByEntity is FindDomains for a ReverseQuery. Only data that RDAP shows is
// compared, so that a search cannot disclose what a response hides. ErrTooBroad if more
// contacts than it follows have the values.
func (l Reader) FindDomainsByEntity(ctx context.Context, q ReverseQuery, after name.Name, limit int) (found []Domain, next name.Name, err error) {
	err = l.Store.View(ctx, func(tx store.Tx) error {
		queries, err := q.domainQueries(tx)
		if err != nil {
			return err
		}
		var sources []lister[registry.Domain]
		for _, d := range queries {
			sources = append(sources, func(after name.Name, limit int) ([]registry.Domain, error) {
				d.After, d.Limit = after, limit
				return tx.Domains().List(d)
			})
		}
		now := l.Now()
		found, next, err = paginate(sources, func(d registry.Domain) name.Name { return d.Name }, func(row registry.Domain) (Domain, bool, error) {
			d, ok, err := l.domain(tx, row, now)
			return d, ok && q.matches(d), err
		}, after, limit)
		return err
	})
	return found, next, mapError(err)
}

// domainQueries returns the queries for the domains of each entity that may match.
func (q ReverseQuery) domainQueries(tx store.Tx) (all []store.DomainQuery, err error) {
	if q.Registrar || q.Role == "" {
		for r, err := range tx.Registrars().All() {
			if err != nil {
				return nil, err
			}
			if q.matchesRegistrar(r) {
				all = append(all, store.DomainQuery{Registrar: r.ID})
			}
		}
	}
	if q.Registrar {
		return all, nil
	}
	contacts, err := q.contacts(tx)
	if err != nil {
		return nil, err
	}
	if len(contacts) > maxEntities {
		return nil, ErrTooBroad
	}
	for _, c := range contacts {
		all = append(all, store.DomainQuery{Contact: c.ID, Role: q.Role})
	}
	return all, nil
}

// contacts returns the contacts that have the value of the query that fewest have, at most
// maxEntities and one.
func (q ReverseQuery) contacts(tx store.Tx) ([]registry.Contact, error) {
	switch {
	case q.Handle != "":
		number, ok := roidNumber(q.Handle)
		if !ok {
			return nil, nil
		}
		c, err := tx.Search().ContactByNumber(number)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		return []registry.Contact{c}, err
	case q.Email != "":
		return tx.Search().ContactsByEmail(q.Email, maxEntities+1)
	}
	return tx.Search().ContactsByName(q.Name, maxEntities+1)
}

// matches reports whether an entity that RDAP shows with d has all values of the query.
func (q ReverseQuery) matches(d Domain) bool {
	if (q.Registrar || q.Role == "") && q.matchesRegistrar(d.Sponsor) {
		return true
	}
	return !q.Registrar && slices.ContainsFunc(d.RDAPContacts(), func(c Contact) bool {
		return (q.Role == "" || c.Role == q.Role) && equalIfSet(q.Handle, c.Contact.ROID) && equalIfSet(q.Name, c.Contact.Postal.Name) && equalIfSet(q.Email, c.Contact.Email)
	})
}

func (q ReverseQuery) matchesRegistrar(r registry.Registrar) bool {
	handle := string(r.ID)
	if r.IANA > 0 {
		handle = strconv.Itoa(r.IANA)
	}
	return equalIfSet(q.Handle, handle) && equalIfSet(q.Name, r.Name) && equalIfSet(q.Email, r.Email)
}

// equalIfSet reports whether value is wanted in any case, or nothing is wanted.
func equalIfSet(wanted, value string) bool { return wanted == "" || strings.EqualFold(wanted, value) }
