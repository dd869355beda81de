package repp

import (
	"encoding/base64"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A user who has switched to another user authenticates with that user's name and
// a token in place of the password.

const (
	sessionKind   = "repp"
	sessionPrefix = "session."
	sessionTTL    = 12 * time.Hour
)

// authenticateUser returns the actor of a login with a password or with a token
// in its place.
func authenticateUser(c *rest.Call, login, password string) (registry.Actor, error) {
	if secret, ok := strings.CutPrefix(password, sessionPrefix); ok {
		if by, err := rest.Ask(c, sessionQuery{login, secret, c.Actor.Address}); err == nil {
			return by, nil
		}
	}
	u, err := access.Login(c.Context(), c.Runner, access.RegistrarRealm, login, password, c.Actor.Address)
	return u.Actor(), err
}

// sessionQuery returns the actor of a token; ErrLogin if login names another user.
type sessionQuery struct{ login, secret, address string }

func (q sessionQuery) Answer(s *command.Snapshot) (registry.Actor, error) {
	h, err := access.AuthenticateToken{Kind: sessionKind, Secret: q.secret, Address: q.address}.Answer(s)
	if err != nil {
		return h.Actor, err
	}
	u, err := access.FindUserByLogin(s, access.RegistrarRealm, strings.ToLower(strings.TrimSpace(q.login)))
	if err == nil && u.ID != h.Actor.User {
		err = registry.ErrLogin
	}
	return h.Actor, err
}

type switchBody struct {
	Account struct {
		User int64 `json:"new_user_id" lax:"true" doc:"ID of one of linked_users in accounts/details"`
	} `json:"account"`
}

func decodeSwitch(in switchBody) command.Command[access.SwitchedUser] {
	return access.SwitchUser{Number: in.Account.User, Kind: sessionKind, TTL: sessionTTL}
}

type switched struct {
	Token     string            `json:"token" doc:"Send it after Basic in Authorization"`
	Registrar switchedRegistrar `json:"registrar"`
}

type switchedRegistrar struct {
	ID       int64    `json:"id" doc:"Of the user"`
	Username string   `json:"username"`
	Roles    []string `json:"roles"`
	Name     string   `json:"registrar_name"`
	RegNo    string   `json:"registrar_reg_no"`
}

func encodeSwitch(s access.SwitchedUser) answer[switched] {
	return success(switched{
		base64.URLEncoding.EncodeToString([]byte(s.User.Login + ":" + sessionPrefix + s.Secret)),
		switchedRegistrar{s.User.Number, s.User.Login, roleNames(s.User.Roles), s.Registrar.Name, s.Registrar.RegNo},
	})
}
