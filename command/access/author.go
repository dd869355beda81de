package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// FindAuthor returns the user of an author; the zero User if it has none, or the user
// is deleted.
func FindAuthor(s *command.Snapshot, a registry.Author) (registry.User, error) {
	if a.User == "" {
		return registry.User{}, nil
	}
	u, err := s.Store.Users().Get(a.User)
	if exists, err := command.IsFound(err); !exists {
		return registry.User{}, err
	}
	return u, nil
}

// RegistrantRealm is the realm of registrants' logins, and the kind of their tokens.
const RegistrantRealm = "registrant"
