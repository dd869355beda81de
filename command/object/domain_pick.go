package object

import (
	"errors"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// PickFreeName returns an available name below tld, of eight random letters and
// digits. ErrTLD when this registry does not serve tld.
func PickFreeName(s *command.Snapshot, tld name.Name) (name.Name, error) {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32 characters that are not easily confused
	p, ok := s.Runner.Policies[tld]
	if !ok {
		return "", registry.ErrTLD.On("name", string(tld))
	}
	for {
		label := s.Runner.RandomBytes(8)
		for i, b := range label {
			label[i] = letters[b&31]
		}
		n := name.Name(label) + "." + tld
		switch _, err := checkAvailable(s, n, p, registry.PlanFree); {
		case err == nil:
			return n, nil
		case !errors.Is(err, registry.ErrNameTaken) && !errors.Is(err, registry.ErrReserved) && !errors.Is(err, registry.ErrProtected):
			return "", err
		}
	}
}
