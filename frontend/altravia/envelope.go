package altravia

import (
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// An answer is the body of a success response.
type answer[T any] struct {
	Data    T             `json:"data"`
	Success bool          `json:"success" doc:"Always true"`
	Message string        `json:"message" doc:"What was done at the registry; empty for a call that changes nothing"`
	Error   rest.Opt[int] `json:"error" doc:"Always null"`
}

// none is the type of data in a response without data: an empty array.
type none = []string

// dataAnswer returns a success response with data and no message.
func dataAnswer[T any](data T) answer[T] { return answer[T]{data, true, "", rest.Null[int]()} }

// sessionAnswer returns the success response of a call to the registry, with
// messages about its work.
func sessionAnswer[T any](data T, work ...string) answer[T] {
	return answer[T]{data, true, sessionText(work...), rest.Null[int]()}
}

// sessionText returns the messages of one EPP session, as the original logs them.
func sessionText(work ...string) string {
	return "Greeting OK. Login OK. " + strings.Join(work, " ") + " Logout OK."
}

// A failure is the body of an error response.
type failure struct {
	Success bool            `json:"success" doc:"Always false"`
	Message string          `json:"message" doc:"Why"`
	Error   int             `json:"error" doc:"Number of the error"`
	Data    rest.Opt[[]any] `json:"data" doc:"Always null"`
}

func newFailure(code int, text string) failure { return failure{false, text, code, rest.Null[[]any]()} }

// errorBody returns the body of an error response. In the text, {name} is replaced
// by the subject of the call and {why} by the reason, with its number.
func errorBody(c *rest.Call, refusal rest.Refusal, f *registry.Fault) any {
	name := "example.it"
	if c.Request != nil { // nil in the documentation
		name = subject(c)
	}
	return newFailure(refusal.Code, strings.NewReplacer("{name}", registry.Truncate(name), "{why}", reasonText(f)).Replace(refusal.Text))
}

// subject returns the name or the handle in the request.
func subject(c *rest.Call) string {
	if name, ok := c.Data.(string); ok {
		return name
	}
	if name := c.PathValue("domain"); name != "" {
		return name
	}
	return c.PathValue("handle")
}

// incompleteCalls are the responses to calls whose last path segment is missing.
var incompleteCalls = map[string]rest.Refusal{
	"GET /check":      {Status: 400, Code: 204, Text: missingDomain},
	"PUT /domain":     {Status: 400, Code: 204, Text: missingDomain},
	"DELETE /domain":  {Status: 400, Code: 204, Text: missingDomain},
	"PUT /restore":    {Status: 400, Code: 204, Text: missingDomain},
	"PUT /contact":    {Status: 400, Code: 249, Text: missingContact},
	"DELETE /contact": {Status: 400, Code: 249, Text: missingContact},
	"DELETE tech":     {Status: 400, Code: 256, Text: "you have to specify a tech to be able to remove it!"},
	"DELETE /token":   {Status: 403, Code: 140, Text: singleToken},
	"PUT /token":      {Status: 403, Code: 160, Text: singleToken},
	"PATCH /token":    {Status: 403, Code: 280, Text: singleToken},
}

// countersPath is the path of the token service's counters of calls, which this server
// does not keep. Like /tokens, of the service's second version, it is answered in the
// envelope (docs/contracts/altravia.md A-r).
const countersPath = "/counters"

const (
	missingDomain  = "Missing domain!"
	missingContact = "Missing contact!"
	singleToken    = "Only single tokens are enabled for this method"
)

// noRoute returns the response to an unknown path, a wrong method, or an
// incomplete call; to the latter only after authentication.
func noRoute(c *rest.Call, allowed []string) (int, any) {
	path := strings.TrimSuffix(c.Request.URL.Path, "/")
	call := c.Request.Method + " " + path
	if parts := strings.Split(path, "/"); len(parts) == 4 && parts[1] == "domain" && parts[3] == "tech" {
		call = c.Request.Method + " tech"
	}
	refusal, known := incompleteCalls[call]
	basic := path == "/token"
	if strings.HasPrefix(path, countersPath) {
		refusal, known, basic = newRefusal(http.StatusNotFound, 610, "calls are not counted here!"), true, true
	}
	switch {
	case known:
		authenticate := authenticateBearer
		if basic {
			authenticate = authenticateBasic
		}
		if _, err := authenticate(c); err != nil {
			return routelessError(c, err)
		}
	case len(allowed) > 0:
		refusal = rest.Refusal{Status: http.StatusMethodNotAllowed, Code: 405, Text: "Method not allowed"}
	default:
		refusal = rest.Refusal{Status: http.StatusNotFound, Code: 404, Text: "Not found"}
	}
	return refusal.Status, newFailure(refusal.Code, refusal.Text)
}

// routelessError returns the error response for err where there is no route.
func routelessError(c *rest.Call, err error) (int, any) {
	f, ok := err.(*registry.Fault)
	if !ok {
		f = registry.ErrCommandFailed
	}
	refusal := c.Dialect.Refusal(nil, f)
	for name, values := range refusal.Header {
		c.Header()[name] = values
	}
	return refusal.Status, errorBody(c, refusal, f)
}
