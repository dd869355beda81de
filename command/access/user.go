package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// AccreditationBot is the login of the only user that may report the results
// of accreditation tests.
const AccreditationBot = "accr_bot"

// SaveUser writes u and its change log entry.
func SaveUser(t *command.Tx, verb registry.Verb, u registry.User) error {
	return command.Save(t, t.Store.Users(), u, verb, registry.KindUser, string(u.ID))
}

// FindUserByLogin returns the user with a login in a realm; ErrNoUser when there
// is none.
func FindUserByLogin(s *command.Snapshot, realm, login string) (registry.User, error) {
	u, err := s.Store.Users().ByLogin(realm, login)
	return u, command.NotFoundAs(err, registry.ErrNoUser, "login", login)
}
