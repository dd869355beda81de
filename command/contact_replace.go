package command

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReplaceContact puts a contact of the actor's own in the place of another, in
// one role, on a portion of the names that have it: Next is where the next one
// begins. Names that may not be changed, or not so, are skipped. ErrContactTwice
// on "new": it is the same contact; ErrContactFixed on "new": an administrative
// contact gives way only to one with its ident; ErrContactData on "new": the
// zone does not want it.
type ReplaceContact struct {
	Role         string // "admin" or "tech"
	Current, New registry.ContactID
	For          name.Name // the TLD that checks New; "": none
	After        name.Name
}

// A Replaced says on which names something was replaced.
type Replaced struct {
	Affected, Skipped []string
	Next              name.Name // "": that was the last portion
}

const replacePortion = 500

func (c ReplaceContact) Run(t *Tx) (Replaced, error) {
	var done Replaced
	if err := c.check(t); err != nil {
		return done, err
	}
	list, err := t.st.Domains().List(t.Snapshot.own(store.DomainQuery{Contact: c.Current, Role: c.Role, After: c.After, Limit: replacePortion}))
	if err != nil {
		return done, err
	}
	for _, d := range list {
		update := UpdateDomain{Name: string(d.Name)}
		if c.Role == "admin" {
			update.Admin.Set = swapped(d.Admin, c.Current, c.New)
		} else {
			update.Tech.Set = swapped(d.Tech, c.Current, c.New)
		}
		if err := done.count(d.Name, update, t); err != nil {
			return done, err
		}
	}
	if len(list) == replacePortion {
		done.Next = list[len(list)-1].Name
	}
	return done, nil
}

func (c ReplaceContact) check(t *Tx) error {
	was, err := t.Contact(c.Current)
	if err != nil {
		return err
	}
	is, err := t.Contact(c.New)
	switch {
	case err != nil:
		return err
	case c.Role == "admin" && was.Ident != is.Ident:
		return registry.ErrContactFixed.On("new", string(c.New))
	case c.Current == c.New:
		return registry.ErrContactTwice.On("new", string(c.New))
	}
	if p := t.run.Policies[c.For]; p.CheckContact != nil {
		if err := p.CheckContact(is, c.Role); err != nil {
			return registry.ErrContactData.On("new", string(c.New))
		}
	}
	return nil
}

// count runs an update of one name, and notes whether a rule refused it: it has
// written nothing then.
func (r *Replaced) count(n name.Name, update UpdateDomain, t *Tx) error {
	_, err := update.Run(t)
	if _, refused := errors.AsType[*registry.Fault](err); refused {
		r.Skipped = append(r.Skipped, n.Unicode())
		return nil
	}
	if err == nil {
		r.Affected = append(r.Affected, n.Unicode())
	}
	return err
}

// swapped returns list with is in the place of was, once.
func swapped(list []registry.ContactID, was, is registry.ContactID) *[]registry.ContactID {
	var after []registry.ContactID
	for _, id := range list {
		if id == was {
			id = is
		}
		if !slices.Contains(after, id) {
			after = append(after, id)
		}
	}
	return &after
}
