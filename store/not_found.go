package store

import (
	"errors"

	"github.com/cadastre-registry/cadastre/registry"
)

// NotFoundAs returns fault on a field and its value if err is ErrNotFound, else err.
func NotFoundAs(err error, fault *registry.Fault, field, value string) error {
	if errors.Is(err, ErrNotFound) {
		return fault.On(field, registry.Truncate(value))
	}
	return err
}
