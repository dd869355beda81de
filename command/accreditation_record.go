package command

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// AccreditationBot is the login of the only user that may report the results
// of accreditation tests.
const AccreditationBot = "accr_bot"

// RecordAccreditation records the result of a registrar user's accreditation
// test and queues a message for the registrar. Only AccreditationBot may run
// it. ErrNoUser when that registrar has no such user.
type RecordAccreditation struct {
	Login     string
	Registrar string // name of the registrar, not its ID
	Passed    bool
}

func (c RecordAccreditation) Run(t *Tx) (registry.User, error) {
	caller, err := (UserInfo{}).Answer(t.Snapshot)
	if err != nil {
		return caller, err
	}
	if caller.Realm != registrarRealm || caller.Login != AccreditationBot {
		return caller, registry.ErrRole.On("user", AccreditationBot)
	}
	u, err := t.FindUserByLogin(registrarRealm, c.Login)
	if err != nil {
		return u, err
	}
	r, err := t.FindRegistrar(u.Registrar)
	if err != nil {
		return u, err
	}
	if r.Name != c.Registrar {
		return u, registry.ErrNoUser.On("username", truncate(c.Login))
	}
	text := "The accreditation test of " + u.Login + " was not passed"
	u.Accredited, u.Updated = time.Time{}, t.Now
	if c.Passed {
		u.Accredited, text = t.Now, "The accreditation test of "+u.Login+" was passed"
	}
	if err := t.saveUser("accredit", u); err != nil {
		return u, err
	}
	return u, t.queueMessage(r.ID, "accredit", registry.KindUser, u.Login, text, nil)
}
