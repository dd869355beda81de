package access

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// UserInfo returns the actor's user; ErrNoUser.
type UserInfo struct{}

func (UserInfo) Answer(s *command.Snapshot) (registry.User, error) {
	u, err := s.Store.Users().Get(s.By.User)
	return u, command.NotFoundAs(err, registry.ErrNoUser, "user", string(s.By.User))
}
