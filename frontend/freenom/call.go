package freenom

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A responseFormat is the format of a response. The zero value is JSON.
type responseFormat struct{ xml bool }

// locate returns method and path of a call, without the suffix .json or .xml, and
// with /v2 for /v1. The parameter method overrides the request's method. Read-only
// functions may also be called with POST, as in an example of the manual.
func locate(c *rest.Call) (method, path string, err error) {
	method, path = c.Request.Method, c.Request.URL.Path
	path, isXML := strings.CutSuffix(path, ".xml")
	c.Data = responseFormat{isXML}
	path = strings.TrimSuffix(path, ".json")
	if function, ok := strings.CutPrefix(path, "/v1/"); ok {
		path = "/v2/" + function
	}
	params, err := c.Form()
	if err != nil {
		return method, path, err
	}
	if m := params.Get("method"); m != "" {
		if method = strings.ToUpper(m); !slices.Contains(methods, method) {
			method = "?" // matches no route
		}
	}
	if method == http.MethodPost && isReadOnly(c.Dialect, path) {
		method = http.MethodGet
	}
	return method, path, nil
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}

// isReadOnly reports whether the function at path has the method GET.
func isReadOnly(d *rest.Dialect, path string) bool {
	path = strings.TrimSuffix(path, "/")
	for i := range d.Routes {
		r := &d.Routes[i]
		if r.Method() == http.MethodGet && strings.HasPrefix(path, d.Prefix) && path[len(d.Prefix):] == r.Path() {
			return true
		}
	}
	return false
}

// authenticate returns the actor of the e-mail address and password in the
// parameters.
func authenticate(c *rest.Call) (registry.Actor, error) {
	params, err := c.Form()
	if err != nil {
		return registry.Actor{}, err
	}
	email, password := params.Get("email"), params.Get("password")
	if email == "" || password == "" {
		return registry.Actor{}, registry.ErrTokenMissing
	}
	u, err := access.Login(c.Context(), c.Runner, Realm, email, password, c.Actor.Address)
	if err == nil && u.Account == "" { // users of the storefront itself have no access
		err = registry.ErrLogin
	}
	return u.Actor(), err
}

// idempotencyWindow is the time within which a repeated POST is the same call.
const idempotencyWindow = 30 * time.Second

// runOptions returns a dry run in test mode, and an idempotency key for a POST.
func runOptions(c *rest.Call) rest.RunOptions {
	params, err := c.Form()
	if err != nil {
		return rest.RunOptions{}
	}
	opts := rest.RunOptions{DryRun: params.Get("test_mode") == "1"}
	if c.Route.Method() == http.MethodPost {
		opts.IdempotencyKey, opts.Window = c.Route.Path()+"?"+canonicalParams(params), idempotencyWindow
	}
	return opts
}

// canonicalParams returns the sorted parameters without credentials, because the
// key is per actor and passwords must not be stored, and without method, because
// the route has it.
func canonicalParams(params url.Values) string {
	kept := make(url.Values, len(params))
	for name, values := range params {
		switch name {
		case "email", "password", "method":
		default:
			values = slices.Clone(values)
			slices.Sort(values)
			kept[name] = values
		}
	}
	return kept.Encode()
}
