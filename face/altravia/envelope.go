package altravia

import (
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// An answer is what every call comes to when it succeeds.
type answer[T any] struct {
	Data    T             `json:"data"`
	Success bool          `json:"success" doc:"Always true"`
	Message string        `json:"message" doc:"What was done at the registry; empty for a call that only looks"`
	Error   rest.Opt[int] `json:"error" doc:"Always null"`
}

// A none is the data of a call that has nothing to show: an empty array.
type none = []string

func shown[T any](data T) answer[T] { return answer[T]{data, true, "", rest.Null[int]()} }

// done is the answer to a call that did work at the registry.
func done[T any](data T, work ...string) answer[T] {
	return answer[T]{data, true, session(work...), rest.Null[int]()}
}

// session tells the work of one session at the registry, sentence by sentence.
func session(work ...string) string {
	return "Greeting OK. Login OK. " + strings.Join(work, " ") + " Logout OK."
}

// A failure is what every call comes to when it is refused.
type failure struct {
	Success bool            `json:"success" doc:"Always false"`
	Message string          `json:"message" doc:"Why"`
	Error   int             `json:"error" doc:"Number of the error"`
	Data    rest.Opt[[]any] `json:"data" doc:"Always null"`
}

func failed(code int, text string) failure { return failure{false, text, code, rest.Null[[]any]()} }

// fail returns the body of an error. {name} stands for what the call is about,
// {why} for the rule that said no.
func fail(c *rest.Call, no rest.Refusal, f *registry.Fault) any {
	name := "example.it"
	if c.Request != nil { // the manual has none
		name = subject(c)
	}
	return failed(no.Code, strings.NewReplacer("{name}", clip(name), "{why}", why(f)).Replace(no.Text))
}

// subject returns the name or the handle that a call is about.
func subject(c *rest.Call) string {
	if name, ok := c.Note.(string); ok {
		return name
	}
	if name := c.Path("domain"); name != "" {
		return name
	}
	return c.Path("handle")
}

// why says what the registry's answer would.
func why(f *registry.Fault) string {
	text := strings.ToUpper(f.Text[:1]) + f.Text[1:]
	if f.Value != "" && f.Reason != registry.ErrLowDeposit.Reason { // what the storefront has is not its customers' business
		text += " (" + f.Value + ")"
	}
	return text
}

// unnamed are calls whose last part is missing, and what they are told.
var unnamed = map[string]rest.Refusal{
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

const (
	missingDomain  = "Missing domain!"
	missingContact = "Missing contact!"
	singleToken    = "Only single tokens are enabled for this method"
)

// absent answers an unknown path, a wrong method, or a call without what it is
// about; to the latter only once it is known who asks.
func absent(c *rest.Call, allowed []string) (int, any) {
	path := strings.TrimSuffix(c.Request.URL.Path, "/")
	place := c.Request.Method + " " + path
	if parts := strings.Split(path, "/"); len(parts) == 4 && parts[1] == "domain" && parts[3] == "tech" {
		place = c.Request.Method + " tech"
	}
	no, known := unnamed[place]
	switch {
	case known:
		ask := bearer
		if path == "/token" {
			ask = login
		}
		if _, err := ask(c); err != nil {
			return refuse(c, err)
		}
	case len(allowed) > 0:
		no = rest.Refusal{Status: http.StatusMethodNotAllowed, Code: 405, Text: "Method not allowed"}
	default:
		no = rest.Refusal{Status: http.StatusNotFound, Code: 404, Text: "Not found"}
	}
	return no.Status, failed(no.Code, no.Text)
}

// refuse words an error where there is no route.
func refuse(c *rest.Call, err error) (int, any) {
	f, ok := err.(*registry.Fault)
	if !ok {
		f = registry.ErrCommandFault
	}
	no := c.Dialect.Refusal(nil, f)
	for name, values := range no.Header {
		c.Header()[name] = values
	}
	return no.Status, fail(c, no, f)
}
