package repp

import (
	"net/http"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// schemes lists the security schemes: HTTP Basic for any user, and one for each
// role that a route can require.
var schemes = []rest.Scheme{
	{Name: "user", Kind: rest.Basic, Text: "User name and password of any of the registrar's users."},
	{Name: string(registry.RoleEPP), Kind: rest.Basic, Text: "A user with the role epp or super."},
	{Name: string(registry.RoleBilling), Kind: rest.Basic, Text: "A user with the role billing or super."},
	{Name: string(registry.RoleSuper), Kind: rest.Basic, Text: "A user with the role super."},
}

// requireRole restricts routes to users with a role.
func requireRole(role registry.Role, routes ...rest.Route) []rest.Route {
	for i := range routes {
		routes[i].Security = string(role)
	}
	return routes
}

// authenticate returns the registrar's user of the request. ErrLogin if the name
// or password is wrong, ErrRole if the user lacks the role that the route
// requires.
func authenticate(c *rest.Call) (registry.Actor, error) {
	login, password, ok := c.Basic()
	if !ok {
		return registry.Actor{}, registry.ErrLogin
	}
	by, err := authenticateUser(c, login, password)
	if err != nil {
		return registry.Actor{}, err
	}
	if role := registry.Role(c.Route.Security); role != "" && !by.May(role) {
		return registry.Actor{}, registry.ErrRole.On("role", string(role))
	}
	return by, nil
}

// noRoute responds to an unknown path or a method that the path does not allow.
func noRoute(_ *rest.Call, allowed []string) (int, any) {
	if len(allowed) > 0 {
		return http.StatusMethodNotAllowed, bare{int(unknownCommand), message(unknownCommand)}
	}
	return http.StatusNotFound, bare{int(registry.ErrNoName.Code), message(registry.ErrNoName.Code)}
}

const unknownCommand registry.Code = 2000
