package altravia

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// who returns whom the token stands for, if it has the scope of the call, or
// whose e-mail address and API key they are.
func who(c *rest.Call) (registry.Actor, error) {
	switch {
	case c.Route.Security == credentials:
		return login(c)
	case c.Route.Pattern == checkPattern:
		return registry.Actor{}, nil // it looks for itself, and at the name in the same breath
	}
	return bearer(c)
}

func login(c *rest.Call) (registry.Actor, error) {
	email, key, ok := c.Basic()
	if !ok {
		return registry.Actor{}, registry.ErrLogin
	}
	u, err := command.Login(c.Context(), c.Runner, Realm, email, key, c.Actor.Address)
	return u.Acting(), err
}

func bearer(c *rest.Call) (registry.Actor, error) {
	return rest.Ask(c, permitOf(c))
}

// A permit is a token that has to have a scope.
type permit struct {
	token command.Bearer
	scope string
}

// permitOf returns what the call shows, and what it has to show.
func permitOf(c *rest.Call) permit {
	segment, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
	return permit{
		command.Bearer{Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address},
		scopeOf(c.Request.Method, c.Dialect.Host, segment),
	}
}

func (q permit) Answer(s *command.Snapshot) (registry.Actor, error) {
	h, err := q.token.Answer(s)
	if err == nil && !slices.Contains(h.Token.Scopes, q.scope) {
		err = registry.ErrScope.On("scope", q.scope)
	}
	return h.Actor, err
}
