package altravia

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// A scope is METHOD:host/segment; it opens every path whose first segment that
// is.

// calls are what scopes there are, without the host: ten in each environment.
var calls = [][2]string{
	{"POST", "domain"}, {"POST", "contact"},
	{"GET", "domain"}, {"GET", "contact"},
	{"DELETE", "domain"}, {"DELETE", "contact"},
	{"GET", "check"},
	{"PUT", "domain"}, {"PUT", "contact"}, {"PUT", "restore"},
}

func scopeOf(method, host, segment string) string { return method + ":" + host + "/" + segment }

// Scopes returns all scopes of an environment whose API is at host.
func Scopes(host string) []string {
	var all []string
	for _, c := range calls {
		all = append(all, scopeOf(c[0], host, c[1]))
	}
	return all
}

// expand returns the scopes that wanted means, in the order of Scopes. A method,
// the host and the segment may each be "*", and the console's form with a space
// will do as well. One that means nothing here is ErrRange.
func expand(wanted []string, host string) ([]string, error) {
	var has [10]bool
	for _, w := range wanted {
		found := false
		for i, c := range calls {
			if means(w, c, host) {
				has[i], found = true, true
			}
		}
		if !found {
			return nil, registry.ErrRange.On("scopes", clip(w))
		}
	}
	scopes := Scopes(host)
	return slices.DeleteFunc(scopes, func(s string) bool { return !has[slices.Index(Scopes(host), s)] }), nil
}

func means(wanted string, call [2]string, host string) bool {
	method, rest, ok := strings.Cut(strings.TrimSpace(wanted), ":")
	if !ok {
		method, rest, _ = strings.Cut(strings.TrimSpace(wanted), " ")
	}
	at, segment, _ := strings.Cut(strings.TrimSpace(rest), "/")
	return is(strings.ToUpper(method), call[0]) && is(strings.ToLower(at), host) && is(segment, call[1])
}

func is(wanted, that string) bool { return wanted == "*" || wanted == that }

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 100)], "") }
