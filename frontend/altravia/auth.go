package altravia

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// authenticate returns the actor of the token, if it has the scope of the call, or
// of the e-mail address and API key.
func authenticate(c *rest.Call) (registry.Actor, error) {
	switch {
	case c.Route.Security == credentials:
		return authenticateBasic(c)
	case c.Route.Pattern == checkPattern:
		return registry.Actor{}, nil // authorizedCheck verifies the token
	}
	return authenticateBearer(c)
}

func authenticateBasic(c *rest.Call) (registry.Actor, error) {
	email, key, ok := c.Basic()
	if !ok {
		return registry.Actor{}, registry.ErrLogin
	}
	u, err := access.Login(c.Context(), c.Runner, Realm, email, key, c.Actor.Address)
	return u.Actor(), err
}

func authenticateBearer(c *rest.Call) (registry.Actor, error) {
	return rest.Ask(c, scopedTokenOf(c))
}

// A scopedToken verifies a token and that it has a scope.
type scopedToken struct {
	token access.AuthenticateToken
	scope string
}

// scopedTokenOf returns the token of a call and the scope that it needs.
func scopedTokenOf(c *rest.Call) scopedToken {
	segment, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
	return scopedToken{
		access.AuthenticateToken{Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address},
		scopeOf(c.Request.Method, c.Dialect.Host, segment),
	}
}

func (q scopedToken) Answer(s *command.Snapshot) (registry.Actor, error) {
	bearer, err := q.token.Answer(s)
	if err == nil && !slices.Contains(bearer.Token.Scopes, q.scope) {
		err = registry.ErrScope.On("scope", q.scope)
	}
	return bearer.Actor, err
}
