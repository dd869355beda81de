package registrar

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/registry"
)

// RecordAccreditation records the result of a registrar user's accreditation
// test and queues a message for the registrar. Only AccreditationBot may run
// it. ErrNoUser when that registrar has no such user.
type RecordAccreditation struct {
	Login     string
	Registrar string // name of the registrar, not its ID
	Passed    bool
}

func (c RecordAccreditation) Run(t *command.Tx) (registry.User, error) {
	caller, err := (access.UserInfo{}).Answer(t.Snapshot)
	if err != nil {
		return caller, err
	}
	if caller.Realm != access.RegistrarRealm || caller.Login != access.AccreditationBot {
		return caller, registry.ErrRole.On("user", access.AccreditationBot)
	}
	u, err := access.FindUserByLogin(t.Snapshot, access.RegistrarRealm, c.Login)
	if err != nil {
		return u, err
	}
	r, err := t.FindRegistrar(u.Registrar)
	if err != nil {
		return u, err
	}
	if r.Name != c.Registrar {
		return u, registry.ErrNoUser.On("username", registry.Truncate(c.Login))
	}
	text := "The accreditation test of " + u.Login + " was not passed"
	u.Accredited, u.Updated = time.Time{}, t.Now
	if c.Passed {
		u.Accredited, text = t.Now, "The accreditation test of "+u.Login+" was passed"
	}
	if err := access.SaveUser(t, registry.VerbAccredit, u); err != nil {
		return u, err
	}
	return u, t.QueueMessage(r.ID, registry.VerbAccredit, registry.KindUser, u.Login, text, nil)
}
