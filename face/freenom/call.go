package freenom

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A form is what an answer is written in. The zero form is JSON.
type form struct{ xml bool }

// locate finds the function that is called: behind /v1 as behind /v2, with or
// without a suffix, by the method that the parameter method names before that of
// the request. Functions that only look are open to POST as well: the manual
// itself calls one so.
func locate(c *rest.Call) (method, path string, err error) {
	method, path = c.Request.Method, c.Request.URL.Path
	path, isXML := strings.CutSuffix(path, ".xml")
	c.Note = form{isXML}
	path = strings.TrimSuffix(path, ".json")
	if rest, ok := strings.CutPrefix(path, "/v1/"); ok {
		path = "/v2/" + rest
	}
	params, err := c.Form()
	if err != nil {
		return method, path, err
	}
	if m := params.Get("method"); m != "" {
		if method = strings.ToUpper(m); !slices.Contains(methods, method) {
			method = "?" // no function has it
		}
	}
	if method == http.MethodPost && looks(c.Dialect, path) {
		method = http.MethodGet
	}
	return method, path, nil
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}

// looks reports whether the function at path only looks.
func looks(d *rest.Dialect, path string) bool {
	path = strings.TrimSuffix(path, "/")
	for i := range d.Routes {
		r := &d.Routes[i]
		if r.Method() == http.MethodGet && strings.HasPrefix(path, d.Prefix) && path[len(d.Prefix):] == r.Path() {
			return true
		}
	}
	return false
}

// who returns whose e-mail address and password come with the call.
func who(c *rest.Call) (registry.Actor, error) {
	params, err := c.Form()
	if err != nil {
		return registry.Actor{}, err
	}
	email, password := params.Get("email"), params.Get("password")
	if email == "" || password == "" {
		return registry.Actor{}, registry.ErrNoToken
	}
	u, err := command.Login(c.Context(), c.Runner, Realm, email, password, c.Actor.Address)
	if err == nil && u.Account == "" { // this storefront serves customers only
		err = registry.ErrLogin
	}
	return u.Acting(), err
}

// window is how long a POST and its repetitions are one.
const window = 30 * time.Second

// manner says how a command is run: not for good in test mode, and once where it
// is the same POST as a moment ago.
func manner(c *rest.Call) rest.Manner {
	params, err := c.Form()
	if err != nil {
		return rest.Manner{}
	}
	m := rest.Manner{Rehearse: params.Get("test_mode") == "1"}
	if c.Route.Method() == http.MethodPost {
		m.Key, m.Window = c.Route.Path()+"?"+canonical(params), window
	}
	return m
}

// canonical returns the parameters in an order of their own, without who asks:
// that is known by the account, and a password is not for keeping. Nor does it
// matter which way the method was told.
func canonical(params url.Values) string {
	same := make(url.Values, len(params))
	for name, values := range params {
		switch name {
		case "email", "password", "method":
		default:
			values = slices.Clone(values)
			slices.Sort(values)
			same[name] = values
		}
	}
	return same.Encode()
}
