package rest

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Route binds one method and path to one use case.
//
// The fields of In are filled from the request by their tags: json (the body),
// path, query, header. A json field is required unless it is a pointer, an
// Opt, or has omitempty or omitzero; a path field always; the others when
// tagged required:"true". lax:"true" accepts a JSON string for a number or a
// boolean, and the reverse. type:"integer" documents a string whose text the dialect
// parses as one; hidden:"true" leaves a query field, such as a second spelling, out of
// the documents. doc, example and huma's validation tags (enum,
// minimum, maxLength, …) only document a field; the registry checks the rules.
// If In has a method Check() error, it is called after decoding.
//
// Out is encoded as the response. It may have a method HTTPStatus() int, which
// overrides Status; it may be a File, and it may contain Seqs.
type Route struct {
	Pattern string // as in net/http, below the dialect's Prefix: "POST /domains/{name}"
	Summary string
	Status  int
	In, Out reflect.Type
	Doc

	plan   *plan
	stream [][]int // field index paths of the Seqs in Out
	run    func(*Call) (any, error)
}

// A Doc has the optional settings and the documentation of a Route.
type Doc struct {
	ID           string // operationId; "": from method and path
	Tag          string
	Description  string // Markdown
	NoAuth       bool   // Authenticate is not called
	OptionalAuth bool   // Authenticate is called, and ErrTokenMissing is ignored
	Security     string // name of a Scheme other than the dialect's first
	// Authorize, if set, returns the fault of a caller who may not use the route. It
	// is called before the body is read.
	Authorize  func(*Call) error
	MaxBody    int64 // maximum length of the body in bytes; 0: 1 MiB
	Deprecated bool

	Produces string // media type of a File: "application/pdf"
	Request  any    // example of a request body; nil: from the example tags
	Response any    // example of a response body

	Refusals map[string]Refusal // overrides Dialect.Refusals on this route
	Errors   []ErrorDoc         // documented error responses
}

// An ErrorDoc documents one error response: either by Fault, from which the
// dialect makes status and body, or by Status and Body.
type ErrorDoc struct {
	Fault       *registry.Fault // with field and value: ErrNameTaken.On("name", "a.example")
	Description string          // "The name is registered already."; "": Fault.Text
	Status      int             // 0: that of the Refusal
	Body        any             // nil: that of Dialect.ErrorBody
}

// Handle returns a Route that decodes an In, runs the command that decode returns
// for it, and encodes the result as an Out.
func Handle[In, R, Out any](pattern, summary string, status int, decode func(In) command.Command[R], encode func(R) Out, docs ...Doc) Route {
	return HandleFunc(pattern, summary, status, func(c *Call, in In) (out Out, err error) {
		result, err := Do(c, decode(in))
		if err != nil {
			return out, err
		}
		return encode(result), nil
	}, docs...)
}

// HandleQuery is Handle for a query.
func HandleQuery[In, R, Out any](pattern, summary string, status int, decode func(In) command.Query[R], encode func(R) Out, docs ...Doc) Route {
	return HandleFunc(pattern, summary, status, func(c *Call, in In) (out Out, err error) {
		result, err := Ask(c, decode(in))
		if err != nil {
			return out, err
		}
		return encode(result), nil
	}, docs...)
}

// HandleFunc returns a Route that decodes an In and encodes what do returns. It is
// for routes that Handle and HandleQuery cannot express: logins, several commands,
// streams.
func HandleFunc[In, Out any](pattern, summary string, status int, do func(*Call, In) (Out, error), docs ...Doc) Route {
	r := Route{Pattern: pattern, Summary: summary, Status: status, In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out]()}
	r.plan = planOf(r.In)
	r.stream = seqsIn(r.Out)
	r.run = func(c *Call) (any, error) {
		var in In
		if err := c.read(&in); err != nil {
			return nil, err
		}
		if v, ok := any(&in).(interface{ Check() error }); ok {
			if err := v.Check(); err != nil {
				return nil, err
			}
		}
		out, err := do(c, in)
		if err != nil {
			return nil, err
		}
		return out, nil
	}
	for _, doc := range docs {
		r = r.With(doc)
	}
	return r
}

// With returns r with doc as its Doc.
func (r Route) With(doc Doc) Route {
	r.Doc = doc
	return r
}

// Method returns the method of the pattern.
func (r *Route) Method() string {
	method, _, _ := strings.Cut(r.Pattern, " ")
	return method
}

// Path returns the path of the pattern, without the dialect's prefix.
func (r *Route) Path() string {
	_, path, ok := strings.Cut(r.Pattern, " ")
	if !ok {
		panic(fmt.Sprintf("rest: pattern %q has no method", r.Pattern))
	}
	return path
}

// Do runs cmd for the call's actor, with the dialect's RunOptions.
func Do[R any](c *Call, cmd command.Command[R]) (R, error) {
	if c.Dialect.RunOptions != nil {
		opts := c.Dialect.RunOptions(c)
		if opts.IdempotencyKey != "" {
			cmd = command.Idempotent(opts.IdempotencyKey, opts.Window, cmd)
		}
		if opts.DryRun {
			cmd = command.DryRun(cmd)
		}
	}
	return command.Do(c.Context(), c.Runner, c.Actor, cmd)
}

// Ask answers q for the call's actor.
func Ask[R any](c *Call, q command.Query[R]) (R, error) {
	return command.Ask(c.Context(), c.Runner, c.Actor, q)
}
