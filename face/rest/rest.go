// Package rest is the kit for REST dialects. A dialect is one value: the
// routes that answer, the OpenAPI document, the Postman collection and the
// reference page are all read from it.
package rest

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
)

// A Dialect is a way of speaking HTTP to the registry. Its zero fields mean:
// JSON in and out, nobody need log in, errors as {"message": …}.
type Dialect struct {
	Name    string // "kifdom": its folder, its Actor.Face, its place under /docs/
	Title   string
	Version string
	Prefix  string   // before every route's path: "/api/v1"; may be empty
	Also    []string // other prefixes, which Locate takes for Prefix: "/api/v0"
	Host    string   // what its own documents call it, where that is part of what it says
	Intro   string   // Markdown for the manual: what it is, how to log in, a first call
	Tags    []Tag    // order and description of the groups of routes

	Security []Scheme // how requests are authenticated; the first is the routes' default
	Takes    []string // media types of request bodies; nil: application/json
	Gives    []Media  // media types of answers; nil: application/json

	// OpenAPIAt is a second address of the OpenAPI document, for a dialect whose
	// users look for it elsewhere than under /docs/. It has the 3.0 one.
	OpenAPIAt string

	// Around wraps the whole dialect in middleware, such as CORS.
	Around func(http.Handler) http.Handler
	// Locate returns the method and path by which the route is looked up,
	// where they are not simply the request's. The path includes Prefix.
	Locate func(*Call) (method, path string, err error)
	// Who returns on whose behalf the call runs. It is not asked on Open routes.
	// Face, Request, Client and Address are filled in around it.
	Who func(*Call) (registry.Actor, error)
	// Rate bounds the calls of each user whom Who names.
	Rate Rate
	// Trusted are the addresses whose word a dialect takes where it takes
	// anybody's, such as for who has logged in elsewhere.
	Trusted []netip.Prefix
	// Read fills a route's In from the body, after the kit has filled its path,
	// query and header fields; nil: ReadJSON.
	Read func(*Call, any) error
	// Write sends an answer, good or bad; nil: WriteJSON.
	Write func(c *Call, status int, body any)
	// Manner says how a route of Handle wants its command run; nil: plainly.
	Manner func(*Call) Manner

	// Refusals words the faults, by "reason:field" or by "reason".
	Refusals map[string]Refusal
	// Otherwise words the rest; nil: by the class of the EPP code.
	Otherwise func(*registry.Fault) Refusal
	// Fail returns the body of an error; nil: {"message": Text}. For the manual
	// it is called on a Call that has a Route and no Runner.
	Fail func(*Call, Refusal, *registry.Fault) any
	// Absent answers an unknown path (allowed is empty) or a wrong method; nil:
	// 404 or 405 with {"message": …}.
	Absent func(c *Call, allowed []string) (status int, body any)

	Always int         // every error has this HTTP status, whatever its refusal says; 0: each its own
	Header http.Header // sent with every answer, over the kit's own
	ETag   bool        // give 200s to GET a weak ETag, and answer If-None-Match
	Common []Refused   // what every route that is not Open can answer besides

	Routes []Route
}

// A Refusal is how a dialect words a fault. In Text, {field}, {value} and
// {text} stand for what the fault says.
type Refusal struct {
	Status int // HTTP
	Code   int // the dialect's own
	Text   string
	Header http.Header
}

// A Manner is how a request wants its command run.
type Manner struct {
	Rehearse bool   // run it, answer, and undo it
	Key      string // an actor's requests with one Key within Window are one; "" for none
	Window   time.Duration
}

// A Tag describes a group of routes in the manual.
type Tag struct{ Name, Text string }

// A Media is a form in which answers are given.
type Media struct {
	Type   string                    // "application/xml"
	Render func(any) ([]byte, error) // for the manual's examples; nil: JSON
}

// A Scheme is a way to authenticate.
type Scheme struct {
	Name   string // "token": refers to it, and names it in the OpenAPI document
	Kind   Kind
	Text   string   // how to come by the credentials
	Params []string // Params only: names of the request parameters
}

// A Kind is where a scheme's credentials stand.
type Kind string

// The kinds of schemes.
const (
	Bearer Kind = "bearer" // Authorization: Bearer …
	Basic  Kind = "basic"  // Authorization: Basic …
	Params Kind = "params" // request parameters
)
