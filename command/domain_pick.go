package command

import (
	"errors"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// FreeName returns a name below tld that nobody holds, of eight random letters
// and digits: for those who want a short address, whichever.
func (s *Snapshot) FreeName(tld name.Name) (name.Name, error) {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32 that are not mistaken for one another
	p, ok := s.run.Policies[tld]
	if !ok {
		return "", registry.ErrTLD.On("name", string(tld))
	}
	for {
		label := s.run.random(8)
		for i, b := range label {
			label[i] = letters[b&31]
		}
		n := name.Name(label) + "." + tld
		switch err := s.free(n, p); {
		case err == nil:
			return n, nil
		case !errors.Is(err, registry.ErrNameTaken) && !errors.Is(err, registry.ErrReserved):
			return "", err
		}
	}
}
