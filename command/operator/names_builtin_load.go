package operator

import (
	"fmt"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/store"
)

// LoadBuiltinNames sets the built-in list of a TLD (registry.Policy.Names) and returns the
// number of names that it added. A name that has a row already is left as it is, so that
// what an operator has changed or released stays so. For operators.
type LoadBuiltinNames struct {
	TLD string
	// Once loads the list only if the TLD is new: the list was never loaded by this
	// command, and the TLD has no domain.
	Once bool
}

func (c LoadBuiltinNames) Run(t *command.Tx) (int, error) {
	if err := requireOperator(t.Snapshot); err != nil {
		return 0, err
	}
	tld := name.Name(c.TLD)
	p, ok := t.Runner.Policies[tld]
	if !ok {
		return 0, registry.ErrTLD.On("tld", registry.Truncate(c.TLD))
	}
	key := "builtin names " + string(tld)
	if c.Once {
		_, err := t.Store.Settings().Get(key)
		if loaded, err := command.IsFound(err); loaded || err != nil {
			return 0, err
		}
		domains, err := t.Store.Domains().List(store.DomainQuery{TLD: tld, Limit: 1})
		if len(domains) > 0 || err != nil {
			return 0, err
		}
	}
	n, err := loadBuiltin(t, p)
	if err != nil {
		return n, fmt.Errorf("built-in names of %s: %w", tld, err)
	}
	return n, t.Store.Settings().Put(store.Setting{Key: key, Value: command.FormatDay(t.Now)})
}

func loadBuiltin(t *command.Tx, p registry.Policy) (int, error) {
	isNew := map[name.Name]bool{}
	for line, err := range namelist.ReadCSV(strings.NewReader(p.Names), p.TLD) {
		if err != nil {
			return 0, fmt.Errorf("line %d: %w", line.Number, err)
		}
		_, err := t.Store.Listings().Get(line.Name)
		if exists, err := command.IsFound(err); err != nil {
			return 0, err
		} else if exists && !isNew[line.Name] {
			continue
		}
		isNew[line.Name] = true
		if err := setLine(t, line); err != nil {
			return 0, fmt.Errorf("line %d: %w", line.Number, err)
		}
	}
	return len(isNew), nil
}
