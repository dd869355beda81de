package kifdom

import (
	"net/http"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// The original's errors have four forms; which one a route uses is history.

// A message is the error of the framework's own guards.
type message struct {
	Message string `json:"message"`
}

// A loginError is the error of POST /auth/login.
type loginError struct {
	Error plain `json:"error"`
}

// A badAnswer is the error of most routes. Meta is nil only when it cannot be
// read.
type badAnswer struct {
	Meta  *badMeta `json:"meta,omitempty"`
	Error plain    `json:"error"`
}

// A calmAnswer is the error of routes whose meta says that there is none.
type calmAnswer struct {
	Meta  *meta `json:"meta,omitempty"`
	Error plain `json:"error"`
}

var (
	guarded = []string{refreshPattern, mePattern, logoutPattern}
	calm    = []string{updateServersPattern, updateRecordPattern, deleteRecordPattern}
)

// fail returns the body of an error in the form of its route.
func fail(c *rest.Call, no rest.Refusal, _ *registry.Fault) any {
	what := plain{no.Status, no.Text}
	switch pattern := c.Route.Pattern; {
	case pattern == loginPattern:
		return loginError{what}
	case no.Status == http.StatusUnauthorized, slices.Contains(guarded, pattern):
		return message{no.Text}
	case slices.Contains(calm, pattern):
		answer := calmAnswer{Error: what}
		if purse, ok := totals(c); ok {
			m := metaOf(purse)
			answer.Meta = &m
		}
		return answer
	}
	answer := badAnswer{Error: what}
	if purse, ok := totals(c); ok {
		m := badMetaOf(purse)
		answer.Meta = &m
	}
	return answer
}

// totals reads the account's totals after something failed: the failure left
// nothing, so they are as before it.
func totals(c *rest.Call) (store.Purse, bool) {
	if c.Runner == nil { // the manual asks
		return sample, true
	}
	purse, err := rest.Ask(c, command.Holdings{})
	return purse, err == nil
}

// absent answers an unknown path or a wrong method in the framework's words.
func absent(c *rest.Call, allowed []string) (int, any) {
	path := strings.Trim(c.Request.URL.Path, "/")
	if len(allowed) == 0 {
		return http.StatusNotFound, message{"The route " + path + " could not be found."}
	}
	return http.StatusMethodNotAllowed, message{"The " + c.Request.Method + " method is not supported for route " + path +
		". Supported methods: " + strings.Join(allowed, ", ") + "."}
}
