// Package ee has what the two .ee dialects, REPP and the Registrant API, share: how
// they write times and dates, select an edition, answer browsers, and show the
// parts of domains and contacts that both have (docs/contracts/ee.md section 1.1).
// It has no routes and runs no commands.
package ee

import (
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// Header is sent with every response.
var Header = http.Header{
	"Cache-Control": {"max-age=0, private, must-revalidate"},
	"Content-Type":  {"application/json; charset=utf-8"},
	"Vary":          {"Accept, Requester, Origin"},
}

// Nullable returns v, or null if v is the zero value.
func Nullable[T comparable](v T) rest.Opt[T] {
	var zero T
	if v == zero {
		return rest.Null[T]()
	}
	return rest.Some(v)
}

// Capitalize returns s with its first letter, which must be ASCII, in upper case.
func Capitalize(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
