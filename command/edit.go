package command

import (
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// Edit is a change of a list: either Set replaces the list, or the elements of
// Rem are removed and those of Add appended (RFC 5730's rem and add). The zero
// Edit changes nothing.
type Edit[T comparable] struct {
	Set      *[]T // the whole new list; nil: use Rem and Add
	Add, Rem []T
}

// HasChanges reports whether e is not the zero Edit.
func (e Edit[T]) HasChanges() bool { return e.Set != nil || len(e.Add)+len(e.Rem) > 0 }

// Apply returns the changed copy of list. It returns ErrNotAssociated if an
// element of Rem is not in list, and ErrExists if an element of Add is.
func (e Edit[T]) Apply(list []T, field string) ([]T, error) {
	if e.Set != nil {
		return slices.Clone(*e.Set), nil
	}
	list = slices.Clone(list)
	for _, v := range e.Rem {
		i := slices.Index(list, v)
		if i < 0 {
			return list, registry.ErrNotAssociated.On(field, fmt.Sprint(v))
		}
		list = slices.Delete(list, i, i+1)
	}
	for _, v := range e.Add {
		if slices.Contains(list, v) {
			return list, registry.ErrExists.On(field, fmt.Sprint(v))
		}
		list = append(list, v)
	}
	return list, nil
}
