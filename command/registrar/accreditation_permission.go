package registrar

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// AccreditationPermission returns the actor if it may run RecordAccreditation; ErrRole
// if not.
type AccreditationPermission struct{}

func (AccreditationPermission) Answer(s *command.Snapshot) (registry.User, error) {
	u, err := (access.UserInfo{}).Answer(s)
	if err == nil && (u.Realm != access.RegistrarRealm || u.Login != access.AccreditationBot) {
		err = registry.ErrRole.On("user", access.AccreditationBot)
	}
	return u, err
}
