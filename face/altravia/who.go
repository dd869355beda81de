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
	if c.Route.Security == credentials {
		return login(c)
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
	h, err := rest.Ask(c, command.Bearer{Kind: Realm, Secret: c.Bearer(), Address: c.Actor.Address})
	if err != nil {
		return registry.Actor{}, err
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(c.Request.URL.Path, "/"), "/")
	if scope := scopeOf(c.Request.Method, c.Dialect.Host, segment); !slices.Contains(h.Token.Scopes, scope) {
		return registry.Actor{}, registry.ErrScope.On("scope", scope)
	}
	return h.Actor, nil
}
