package object

import (
	"errors"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// ReplaceContact replaces a contact of the actor by another in one role, in up
// to 500 domains of the actor after After. Domains whose update is refused are
// skipped. Faults on "new": ErrContactDuplicate when both are the same contact,
// ErrContactImmutable when an administrative contact has another ident,
// ErrContactData when TLD's policy refuses the new contact.
type ReplaceContact struct {
	Role         registry.ContactRole // ContactAdmin or ContactTech
	Current, New registry.ContactID
	TLD          name.Name // TLD whose contact rules New is checked against; "": none
	After        name.Name // domains up to this name are left out; "": none
}

// ReplaceResult lists the domains in which something was replaced and those
// that were skipped, in Unicode form.
type ReplaceResult struct {
	Affected, Skipped []string
	Next              name.Name // After of the next call; "": all done
}

const replaceBatch = 500

func (c ReplaceContact) Run(t *command.Tx) (ReplaceResult, error) {
	var result ReplaceResult
	if err := c.check(t); err != nil {
		return result, err
	}
	list, err := t.Store.Domains().List(t.Snapshot.LimitToOwn(store.DomainQuery{Contact: c.Current, Role: c.Role, After: c.After, Limit: replaceBatch}))
	if err != nil {
		return result, err
	}
	for _, d := range list {
		update := UpdateDomain{Name: string(d.Name)}
		if c.Role == "admin" {
			update.Admin.Set = replaceID(d.Admin, c.Current, c.New)
		} else {
			update.Tech.Set = replaceID(d.Tech, c.Current, c.New)
		}
		if err := result.tryUpdate(d.Name, update, t); err != nil {
			return result, err
		}
	}
	if len(list) == replaceBatch {
		result.Next = list[len(list)-1].Name
	}
	return result, nil
}

func (c ReplaceContact) check(t *command.Tx) error {
	current, err := contact.LoadOwnContact(t, c.Current)
	if err != nil {
		return err
	}
	replacement, err := contact.LoadOwnContact(t, c.New)
	switch {
	case err != nil:
		return err
	case c.Role == "admin" && current.Ident != replacement.Ident:
		return registry.ErrContactImmutable.On("new", string(c.New))
	case c.Current == c.New:
		return registry.ErrContactDuplicate.On("new", string(c.New))
	}
	if p := t.Runner.Policies[c.TLD]; p.CheckContact != nil {
		if err := p.CheckContact(replacement, c.Role, t.Now); err != nil {
			return registry.ErrContactData.On("new", string(c.New))
		}
	}
	return nil
}

// tryUpdate runs an update of one domain and records whether it was refused. A
// refused update has written nothing.
func (r *ReplaceResult) tryUpdate(n name.Name, update UpdateDomain, t *command.Tx) error {
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

// replaceID returns list with old replaced, without duplicates.
func replaceID(list []registry.ContactID, old, replacement registry.ContactID) *[]registry.ContactID {
	var after []registry.ContactID
	for _, id := range list {
		if id == old {
			id = replacement
		}
		if !slices.Contains(after, id) {
			after = append(after, id)
		}
	}
	return &after
}
