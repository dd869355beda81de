package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Call is one request and its answer. It is also the http.ResponseWriter of
// the answer.
type Call struct {
	Runner  *command.Runner
	Dialect *Dialect
	Route   *Route // nil until it is found
	Request *http.Request
	Actor   registry.Actor // until Who has answered: nobody, with Face, Request and Address
	ID      string         // of the request; the client sees it as X-Request-Id
	Note    any            // the dialect's own, such as the format that Locate saw

	w       http.ResponseWriter
	meter   *meter
	status  int // 0: nothing is sent yet
	failing bool

	body     []byte
	bodyErr  error
	bodyRead bool
	query    []pair
	form     url.Values
	formErr  error
}

// Context returns the request's context.
func (c *Call) Context() context.Context { return c.Request.Context() }

// Header returns the header of the answer.
func (c *Call) Header() http.Header { return c.w.Header() }

// WriteHeader sends the header of the answer.
func (c *Call) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.w.WriteHeader(status)
}

// Write sends a part of the answer's body.
func (c *Call) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c.w.Write(b)
}

// Unwrap lets an http.ResponseController reach the connection.
func (c *Call) Unwrap() http.ResponseWriter { return c.w }

// Path returns the value of a wildcard of the route's pattern.
func (c *Call) Path(name string) string { return c.Request.PathValue(name) }

// Bearer returns the token of "Authorization: Bearer …", or "".
func (c *Call) Bearer() string { return c.authorization("bearer") }

// Basic returns the user and password of "Authorization: Basic …", in either
// alphabet of base64, padded or not.
func (c *Call) Basic() (user, password string, ok bool) {
	s := strings.TrimRight(c.authorization("basic"), "=")
	s = strings.NewReplacer("-", "+", "_", "/").Replace(s)
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || !readable(string(b)) {
		return "", "", false
	}
	return strings.Cut(string(b), ":")
}

func (c *Call) authorization(scheme string) string {
	got, rest, _ := strings.Cut(strings.TrimSpace(c.Request.Header.Get("Authorization")), " ")
	if !strings.EqualFold(got, scheme) {
		return ""
	}
	return strings.TrimSpace(rest)
}
