package command

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// An Edit changes a list: Set replaces it whole, or Rem and then Add change it
// in place (RFC 5730's rem and add). The zero Edit leaves it alone.
type Edit[T comparable] struct {
	Set      *[]T // the list as it shall be
	Add, Rem []T
}

// Given reports whether e changes anything.
func (e Edit[T]) Given() bool { return e.Set != nil || len(e.Add)+len(e.Rem) > 0 }

// apply returns list as e leaves it; ErrNotThere for a Rem that is not in it,
// ErrThere for an Add that is.
func (e Edit[T]) apply(list []T, field string) ([]T, error) {
	if e.Set != nil {
		return slices.Clone(*e.Set), nil
	}
	list = slices.Clone(list)
	for _, gone := range e.Rem {
		i := slices.Index(list, gone)
		if i < 0 {
			return list, registry.ErrNotThere.On(field, fmt.Sprint(gone))
		}
		list = slices.Delete(list, i, i+1)
	}
	for _, more := range e.Add {
		if slices.Contains(list, more) {
			return list, registry.ErrThere.On(field, fmt.Sprint(more))
		}
		list = append(list, more)
	}
	return list, nil
}
