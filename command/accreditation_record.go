package command

import (
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// AccreditationBot is the login of the user who may tell the results of
// accreditation tests.
const AccreditationBot = "accr_bot"

// RecordAccreditation notes how a registrar's user did in the accreditation
// test, and tells the registrar. For AccreditationBot alone. ErrNoUser when
// that registrar has no such user.
type RecordAccreditation struct {
	Login     string
	Registrar string // its name
	Passed    bool
}

func (c RecordAccreditation) Run(t *Tx) (registry.User, error) {
	me, err := (UserInfo{}).Answer(&t.Snapshot)
	if err != nil {
		return me, err
	}
	if me.Realm != registrarRealm || me.Login != AccreditationBot {
		return me, registry.ErrRole.On("user", AccreditationBot)
	}
	u, err := t.UserByLogin(registrarRealm, c.Login)
	if err != nil {
		return u, err
	}
	r, err := t.Registrar(u.Registrar)
	if err != nil {
		return u, err
	}
	if r.Name != c.Registrar {
		return u, registry.ErrNoUser.On("username", clip(c.Login))
	}
	text := "The accreditation test of " + u.Login + " was not passed"
	u.Passed, u.Updated = time.Time{}, t.Now
	if c.Passed {
		u.Passed, text = t.Now, "The accreditation test of "+u.Login+" was passed"
	}
	if err := t.saveUser("accredit", u); err != nil {
		return u, err
	}
	return u, t.tell(r.ID, "accredit", registry.KindUser, u.Login, text, nil)
}
