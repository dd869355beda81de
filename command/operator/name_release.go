package operator

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// ReleaseName ends what lists say of a name, or of a pattern, from now on: entries that are
// active end, later ones are removed. With Class, those of that class only. A name that
// only a pattern concerned gets a row of its own, and so is no longer subject to it.
// ErrNotAssociated if no list has the name. For operators.
type ReleaseName struct {
	Name  string
	Class namelist.Class // "": every class
}

func (c ReleaseName) Run(t *command.Tx) (namelist.Listing, error) {
	var none namelist.Listing
	if err := requireOperator(t.Snapshot); err != nil {
		return none, err
	}
	n, err := parseListed(t.Snapshot, c.Name)
	if err != nil {
		return none, err
	}
	r, err := t.FindRetained(n)
	if err != nil {
		return none, err
	}
	if r.Listing.Name == "" {
		return none, registry.ErrNotAssociated.On("name", string(n))
	}
	l := r.Listing.End(c.Class, t.Now)
	l.Name = n // that of a pattern until now
	return l, saveRow(t, l)
}
