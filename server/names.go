package server

import (
	"context"
	"maps"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/operator"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry/namelist"
)

// loadBuiltinNames loads the built-in list of each TLD that is new in the store.
func (e *Environment) loadBuiltinNames(ctx context.Context) error {
	for _, tld := range slices.Sorted(maps.Keys(e.Runner.Policies)) {
		if _, err := command.Do(ctx, e.Runner, Superuser("server"), operator.LoadBuiltinNames{TLD: string(tld), Once: true}); err != nil {
			return err
		}
	}
	return nil
}

// findRetained returns what keeps a name from being sold like others, as of the view. Known
// is false if the view is not up to date. It is the Runner's Retained.
func (e *Environment) findRetained(n name.Name) (r namelist.Retained, known bool) {
	if !e.follower.Fresh() {
		return r, false
	}
	return e.retained.Find(n)
}
