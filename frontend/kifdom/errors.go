package kifdom

import (
	"net/http"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command/ledger"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// The original has four kinds of error bodies, depending on the route.

// A message is the error body of the framework's own guards.
type message struct {
	Message string `json:"message"`
}

// A loginError is the error body of POST /auth/login.
type loginError struct {
	Error plain `json:"error"`
}

// An errorAnswer is the error body of most routes. Meta is nil if the totals cannot be
// read.
type errorAnswer struct {
	Meta  *errorMeta `json:"meta,omitempty"`
	Error plain      `json:"error"`
}

// An errorAnswerWithMeta is the error body of the routes whose meta has error: false even
// then.
type errorAnswerWithMeta struct {
	Meta  *meta `json:"meta,omitempty"`
	Error plain `json:"error"`
}

var (
	guardRoutes          = []string{refreshPattern, mePattern, logoutPattern}
	metaErrorFalseRoutes = []string{updateServersPattern, updateRecordPattern, deleteRecordPattern}
)

// errorBody returns the body of an error response, in the form of its route.
func errorBody(c *rest.Call, refusal rest.Refusal, _ *registry.Fault) any {
	details := plain{refusal.Status, refusal.Text}
	switch pattern := c.Route.Pattern; {
	case pattern == loginPattern:
		return loginError{details}
	case refusal.Status == http.StatusUnauthorized, slices.Contains(guardRoutes, pattern):
		return message{refusal.Text}
	case slices.Contains(metaErrorFalseRoutes, pattern):
		answer := errorAnswerWithMeta{Error: details}
		if balance, ok := readTotals(c); ok {
			m := metaOf(balance)
			answer.Meta = &m
		}
		return answer
	}
	answer := errorAnswer{Error: details}
	if balance, ok := readTotals(c); ok {
		m := errorMetaOf(balance)
		answer.Meta = &m
	}
	return answer
}

// readTotals reads the account's totals for an error response. The failed command
// was rolled back, so they do not include it.
func readTotals(c *rest.Call) (ledger.Balance, bool) {
	if c.Runner == nil { // for the documentation
		return sampleTotals, true
	}
	balance, err := rest.Ask(c, ledger.BalanceInfo{})
	return balance, err == nil
}

// noRoute returns the framework's response to an unknown path or a wrong method.
func noRoute(c *rest.Call, allowed []string) (int, any) {
	path := strings.Trim(c.Request.URL.Path, "/")
	if len(allowed) == 0 {
		return http.StatusNotFound, message{"The route " + path + " could not be found."}
	}
	return http.StatusMethodNotAllowed, message{"The " + c.Request.Method + " method is not supported for route " + path +
		". Supported methods: " + strings.Join(allowed, ", ") + "."}
}
