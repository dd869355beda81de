// Package operator holds the use cases of the registry's operators: lists of names that
// are reserved, blocked or premium.
//
// Begin with names_load.go. What a list does to a name is in registry/namelist; checks and
// purchases of package object ask it.
package operator

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// MaxLines is the maximum number of lines of one LoadNames: they share a transaction.
const MaxLines = 1000

// requireOperator returns ErrRole unless the actor is an operator.
func requireOperator(s *command.Snapshot) error {
	if !s.By.Operator() {
		return registry.ErrRole.On("role", string(registry.RoleOperator))
	}
	return nil
}

// setEntry adds an entry to the row of a name, or replaces the one of its class and From.
func setEntry(t *command.Tx, n name.Name, e namelist.Entry) error {
	l, err := findRow(t.Snapshot, n)
	if err != nil {
		return err
	}
	if l, err = l.Set(e); err != nil {
		return err
	}
	return saveRow(t, l)
}

// findRow returns the row of a name or pattern, or a new one.
func findRow(s *command.Snapshot, n name.Name) (namelist.Listing, error) {
	l, err := s.Store.Listings().Get(n)
	exists, err := command.IsFound(err)
	if !exists {
		l = namelist.Listing{Name: n}
	}
	return l, err
}

func saveRow(t *command.Tx, l namelist.Listing) error {
	return command.Save(t, t.Store.Listings(), l, registry.VerbUpdate, registry.KindListing, string(l.Name))
}

// parseListed parses a name or pattern directly below one of our TLDs.
func parseListed(s *command.Snapshot, text string) (name.Name, error) {
	n := name.Name(strings.ToLower(text))
	if !namelist.IsPattern(n) {
		var err error
		if n, err = s.ParseLookup(text); err != nil {
			return n, err
		}
	}
	_, err := s.FindPolicy(n)
	return n, err
}
