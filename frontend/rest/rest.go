// Package rest is the kit for REST dialects. A dialect is one Dialect value; the HTTP
// handler, the OpenAPI documents, the Postman collection and the reference page are all
// made from it.
//
// Begin with this file and route.go: Handle, HandleQuery and HandleFunc make a Route of a
// function that decodes a request and one that encodes a result. server.go runs a call;
// the files openapi*.go and postman*.go write documents. The packages frontend/kifdom,
// altravia, freenom, repp and registrant are the dialects, and package server mounts them.
package rest

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Dialect is one HTTP API of the registry. With zero fields it takes and returns
// JSON, has no authentication, and returns errors as {"message": …}.
type Dialect struct {
	Name          string // "kifdom": its Actor.Frontend and its path under /docs/
	Title         string
	Version       string
	Prefix        string   // prefix of every route's path: "/api/v1"; may be empty
	PrefixAliases []string // other prefixes that Locate rewrites to Prefix: "/api/v0"
	OtherPaths    []string // paths below which the dialect has no routes, but NoRoute answers: "/counters"
	Host          string   // the API's host name, for dialects that return it in responses
	Intro         string   // introduction to the documentation, in Markdown
	Tags          []Tag    // groups of routes, in order

	Security []Scheme // authentication schemes; the first is the default of the routes
	Consumes []string // media types of request bodies; nil: application/json
	Produces []Media  // media types of responses; nil: application/json

	// OpenAPIPath is a second path of the OpenAPI 3.0 document, for a dialect
	// whose original serves it outside of /docs/; "" for none.
	OpenAPIPath string

	// Middleware wraps the handler of the whole dialect; nil: CORS, since credentials are
	// in the request and never in a cookie.
	Middleware func(http.Handler) http.Handler
	// Locate returns the method and path by which the route is looked up; nil: the
	// request's. The path includes Prefix.
	Locate func(*Call) (method, path string, err error)
	// Authenticate returns the actor of the call. It is not called on NoAuth
	// routes. The kit sets Frontend, Request, Client and Address of the actor.
	Authenticate func(*Call) (registry.Actor, error)
	// Rate limits the calls of each authenticated user.
	Rate Rate
	// Trusted are the peers from which the dialect accepts identities that were
	// authenticated elsewhere, such as by a portal with eID.
	Trusted []netip.Prefix
	// Read fills a route's In from the body, after the kit has filled its path,
	// query and header fields; nil: ReadJSON.
	Read func(*Call, any) error
	// Filter is the prefix of query parameters of which a route takes only its own:
	// another is ErrSyntax, such as "q["; "": any is ignored.
	Filter string
	// Write sends a response, success or error; nil: WriteJSON.
	Write func(c *Call, status int, body any)
	// RunOptions returns how Do runs the command of a call; nil: the zero options.
	RunOptions func(*Call) RunOptions

	// Refusals are the responses to faults, by "reason:field" or by "reason".
	Refusals map[string]Refusal
	// DefaultRefusal is the response to all other faults; nil: StatusOf and the
	// fault's text.
	DefaultRefusal func(*registry.Fault) Refusal
	// ErrorBody returns the body of an error response; nil: {"message": Text}. For
	// the documentation it is called with a Call without Request and Runner.
	ErrorBody func(*Call, Refusal, *registry.Fault) any
	// NoRoute returns the response to an unknown path (allowed is empty) or a
	// method that is not allowed; nil: 404 or 405 with {"message": …}.
	NoRoute func(c *Call, allowed []string) (status int, body any)

	ErrorStatus  int         // HTTP status of all errors, overriding Refusal.Status; 0: not overridden
	Header       http.Header // set on every response; overrides the kit's headers
	ETag         bool        // send a weak ETag with 200 to GET and HEAD, and honor If-None-Match
	CommonErrors []ErrorDoc  // error responses of every route that is not NoAuth

	Routes []Route

	// Walk orders the requests of the Postman collection so that each can be sent to a new
	// demo after those before it; "": one request for each route. Each line is a request,
	//
	//	POST /domains?dry=1 {"name":"{{stamp}}.example"}
	//
	// with a form in place of JSON where the dialect takes forms, or follows one: "status
	// 404" is the expected status if it is not the route's, "keep id data.id" sets the
	// variable id to a member of the response, "want status OK" checks a member, "header
	// Auth-Code {{code}}" sends a header field of the route, "skip unless code" does not
	// send the request while the variable code is empty. "# name"
	// precedes a request that is not called by its route's summary. The variable stamp
	// differs in each run.
	Walk string
}

// A Refusal is a dialect's response to a fault. In Text, {field}, {value} and
// {text} are replaced by those of the fault.
type Refusal struct {
	Status int // HTTP status; 0: StatusOf
	Code   int // the dialect's error number
	Text   string
	Header http.Header
}

// RunOptions are how Do runs the command of a request.
type RunOptions struct {
	DryRun         bool          // run and roll back, see command.DryRun
	IdempotencyKey string        // idempotency key, see command.Idempotent; "" for none
	Window         time.Duration // validity of the key
}

// A Tag is a group of routes in the documentation.
type Tag struct{ Name, Text string }

// A Media is a media type of responses.
type Media struct {
	Type   string                    // "application/xml"
	Render func(any) ([]byte, error) // encodes examples in the documentation; nil: JSON
}

// A Scheme is an authentication scheme.
type Scheme struct {
	Name   string // name in Doc.Security and in the OpenAPI document: "token"
	Kind   Kind
	Text   string   // where to get the credentials
	Params []string // Params only: names of the request parameters
}

// A Kind is the location of a scheme's credentials.
type Kind string

// The kinds of schemes.
const (
	Bearer Kind = "bearer" // Authorization: Bearer …
	Basic  Kind = "basic"  // Authorization: Basic …
	Params Kind = "params" // request parameters
)
