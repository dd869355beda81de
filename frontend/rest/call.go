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

// A Call is one request and its response. It is also the http.ResponseWriter
// of that response.
type Call struct {
	Runner  *command.Runner
	Dialect *Dialect
	Route   *Route // nil until the route is found
	Request *http.Request
	Actor   registry.Actor // before Authenticate: Frontend, Request, Client and Address only
	ID      string         // request id, sent as X-Request-Id
	Data    any            // the dialect's own data, such as the response format found by Locate

	w       http.ResponseWriter
	limiter *rateLimiter
	status  int  // HTTP status that was sent; 0: none yet
	failing bool // an error response is being sent

	body     []byte
	bodyErr  error
	bodyRead bool
	query    []pair
	form     url.Values
	formErr  error
}

// Context returns the request's context.
func (c *Call) Context() context.Context { return c.Request.Context() }

// Header returns the header of the response.
func (c *Call) Header() http.Header { return c.w.Header() }

// WriteHeader sends the header of the response.
func (c *Call) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
	c.w.WriteHeader(status)
}

// Write sends a part of the response body.
func (c *Call) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c.w.Write(b)
}

// Unwrap lets an http.ResponseController reach the connection.
func (c *Call) Unwrap() http.ResponseWriter { return c.w }

// PathValue returns the value of a wildcard in the route's pattern.
func (c *Call) PathValue(name string) string { return c.Request.PathValue(name) }

// Bearer returns the token of "Authorization: Bearer …"; "" if there is none.
func (c *Call) Bearer() string { return c.authorization("bearer") }

// Basic returns the user and password of "Authorization: Basic …". It accepts
// standard and URL-safe base64, padded or not.
func (c *Call) Basic() (user, password string, ok bool) {
	s := strings.TrimRight(c.authorization("basic"), "=")
	s = strings.NewReplacer("-", "+", "_", "/").Replace(s)
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || !validText(string(b)) {
		return "", "", false
	}
	return strings.Cut(string(b), ":")
}

func (c *Call) authorization(scheme string) string {
	got, credentials, _ := strings.Cut(strings.TrimSpace(c.Request.Header.Get("Authorization")), " ")
	if !strings.EqualFold(got, scheme) {
		return ""
	}
	return strings.TrimSpace(credentials)
}
