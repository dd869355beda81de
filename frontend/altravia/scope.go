package altravia

import (
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// A scope is METHOD:host/segment; it permits the method on every path with that
// first segment.

// scopeCalls are the method and segment of the ten scopes of an environment.
var scopeCalls = [][2]string{
	{"POST", "domain"}, {"POST", "contact"},
	{"GET", "domain"}, {"GET", "contact"},
	{"DELETE", "domain"}, {"DELETE", "contact"},
	{"GET", "check"},
	{"PUT", "domain"}, {"PUT", "contact"}, {"PUT", "restore"},
}

func scopeOf(method, host, segment string) string { return method + ":" + host + "/" + segment }

// Scopes returns all scopes of the environment whose API is at host.
func Scopes(host string) []string {
	var all []string
	for _, c := range scopeCalls {
		all = append(all, scopeOf(c[0], host, c[1]))
	}
	return all
}

// expandScopes returns the scopes that match wanted, in the order of Scopes. Method,
// host and segment may each be "*"; the console's form with a space instead of the
// colon is accepted. A pattern that matches no scope is ErrRange.
func expandScopes(wanted []string, host string) ([]string, error) {
	var matched [10]bool
	for _, w := range wanted {
		found := false
		for i, c := range scopeCalls {
			if matchesScope(w, c, host) {
				matched[i], found = true, true
			}
		}
		if !found {
			return nil, registry.ErrRange.On("scopes", registry.Truncate(w))
		}
	}
	scopes := Scopes(host)
	return slices.DeleteFunc(scopes, func(s string) bool { return !matched[slices.Index(Scopes(host), s)] }), nil
}

func matchesScope(wanted string, call [2]string, host string) bool {
	method, target, ok := strings.Cut(strings.TrimSpace(wanted), ":")
	if !ok {
		method, target, _ = strings.Cut(strings.TrimSpace(wanted), " ")
	}
	wantedHost, segment, _ := strings.Cut(strings.TrimSpace(target), "/")
	return matchesPart(strings.ToUpper(method), call[0]) && matchesPart(strings.ToLower(wantedHost), host) && matchesPart(segment, call[1])
}

func matchesPart(wanted, part string) bool { return wanted == "*" || wanted == part }
