package access

import (
	"slices"
	"strconv"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// SwitchUser issues to the actor a token of one of its LinkedUsers, by its number;
// ErrNoUser for any other.
type SwitchUser struct {
	Number int64
	Kind   string
	TTL    time.Duration
}

// SwitchedUser is a token of the other user, with the user and its registrar.
type SwitchedUser struct {
	IssuedToken
	User      registry.User
	Registrar registry.Registrar
}

func (c SwitchUser) Run(t *command.Tx) (SwitchedUser, error) {
	linked, err := (LinkedUsers{}).Answer(t.Snapshot)
	if err != nil {
		return SwitchedUser{}, err
	}
	i := slices.IndexFunc(linked, func(u registry.User) bool { return u.Number == c.Number })
	if i < 0 {
		return SwitchedUser{}, registry.ErrNoUser.On("id", strconv.FormatInt(c.Number, 10))
	}
	r, err := t.FindRegistrar(linked[i].Registrar)
	if err != nil {
		return SwitchedUser{}, err
	}
	other := t.By
	other.User = linked[i].ID
	issued, err := IssueToken{Kind: c.Kind, TTL: c.TTL}.Run(t.As(other))
	return SwitchedUser{issued, linked[i], r}, err
}
