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
// The fields of In are filled from the wire by their tags: json (the body),
// path, query, header. A json field is required unless it is a pointer, an
// Opt, or has omitempty or omitzero; a path field always; the others when
// tagged required:"true". lax:"true" lets a JSON string stand for a number or
// a boolean, and the reverse. doc, example and huma's validation tags (enum,
// minimum, maxLength, …) describe a field in the manual; rules are checked
// below, in the registry. An In that has a Check() error method is asked it.
//
// An Out may have an HTTPStatus() int method, which then overrides Status; it
// may be a File, and it may hold a Seq.
type Route struct {
	Pattern string // as in net/http, below the dialect's Prefix: "POST /domains/{name}"
	Summary string
	Status  int
	In, Out reflect.Type
	Doc

	plan   *plan
	stream [][]int // where in Out the Seqs are
	run    func(*Call) (any, error)
}

// A Doc is what a Route may say beyond its types.
type Doc struct {
	ID          string // operationId; "": from method and path
	Tag         string
	Description string // Markdown
	Open        bool   // nobody is asked who they are
	Guest       bool   // Who is asked, but ErrNoToken is no obstacle
	Security    string // name of a Scheme other than the dialect's first
	Limit       int64  // bytes of a body; 0: 1 MiB
	Deprecated  bool

	Produces string // media type of a File answer: "application/pdf"
	Request  any    // example of a request body; nil: from the example tags
	Response any    // example of an answer

	Refusals map[string]Refusal // words faults on this route alone, before the dialect's
	Errors   []Refused          // what the route can answer besides
}

// A Refused documents one error answer. Either Fault is given, and the
// dialect's own words make status and body, or Status and Body are.
type Refused struct {
	Fault  *registry.Fault // as it would come: ErrNameTaken.On("name", "a.example")
	When   string          // "the name is registered already"; "": Fault.Text
	Status int             // 0: the refusal's
	Body   any             // nil: what Fail says
}

// Handle is a Route that reads an In, runs a command and tells an Out.
func Handle[In, R, Out any](pattern, summary string, status int, ask func(In) command.Command[R], tell func(R) Out, docs ...Doc) Route {
	return Serve(pattern, summary, status, func(c *Call, in In) (out Out, err error) {
		result, err := Do(c, ask(in))
		if err != nil {
			return out, err
		}
		return tell(result), nil
	}, docs...)
}

// Answer is a Route that reads an In, asks a query and tells an Out.
func Answer[In, R, Out any](pattern, summary string, status int, ask func(In) command.Query[R], tell func(R) Out, docs ...Doc) Route {
	return Serve(pattern, summary, status, func(c *Call, in In) (out Out, err error) {
		result, err := Ask(c, ask(in))
		if err != nil {
			return out, err
		}
		return tell(result), nil
	}, docs...)
}

// Serve is a Route that does what neither Handle nor Answer can: log somebody
// in, compose, stream.
func Serve[In, Out any](pattern, summary string, status int, do func(*Call, In) (Out, error), docs ...Doc) Route {
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

// With returns r described by doc.
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

// Do runs cmd on behalf of the caller, in the manner that the call asks for.
func Do[R any](c *Call, cmd command.Command[R]) (R, error) {
	if c.Dialect.Manner != nil {
		m := c.Dialect.Manner(c)
		if m.Key != "" {
			cmd = command.Once(m.Key, m.Window, cmd)
		}
		if m.Rehearse {
			cmd = command.Rehearse(cmd)
		}
	}
	return command.Do(c.Context(), c.Runner, c.Actor, cmd)
}

// Ask asks q on behalf of the caller.
func Ask[R any](c *Call, q command.Query[R]) (R, error) {
	return command.Ask(c.Context(), c.Runner, c.Actor, q)
}
