package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// Refusal returns the dialect's response to f on r, which may be nil. A refusal of
// the route precedes one of the dialect, "reason:field" precedes "reason".
func (d *Dialect) Refusal(r *Route, f *registry.Fault) Refusal {
	refusal, ok := Refusal{}, false
	if r != nil {
		refusal, ok = findRefusal(r.Refusals, f)
	}
	if !ok {
		refusal, ok = findRefusal(d.Refusals, f)
	}
	switch {
	case ok:
	case d.DefaultRefusal != nil:
		refusal = d.DefaultRefusal(f)
	default:
		refusal = Refusal{Status: StatusOf(f), Text: f.Text}
	}
	switch {
	case d.ErrorStatus != 0:
		refusal.Status = d.ErrorStatus
	case refusal.Status == 0:
		refusal.Status = StatusOf(f)
	}
	if strings.IndexByte(refusal.Text, '{') >= 0 {
		refusal.Text = strings.NewReplacer("{field}", f.Field, "{value}", f.Value, "{text}", f.Text).Replace(refusal.Text)
	}
	return refusal
}

func findRefusal(refusals map[string]Refusal, f *registry.Fault) (refusal Refusal, ok bool) {
	if f.Field != "" {
		if refusal, ok = refusals[f.Reason+":"+f.Field]; ok {
			return refusal, ok
		}
	}
	refusal, ok = refusals[f.Reason]
	return refusal, ok
}

// StatusOf returns the HTTP status for the EPP result code of f.
func StatusOf(f *registry.Fault) int {
	switch f.Code {
	case 2104:
		return http.StatusPaymentRequired
	case 2200:
		return http.StatusUnauthorized
	case 2201, 2202:
		return http.StatusForbidden
	case 2303:
		return http.StatusNotFound
	case 2300, 2302, 2304, 2305:
		return http.StatusConflict
	case 2400:
		return http.StatusInternalServerError
	case 2502:
		return http.StatusTooManyRequests
	case 2001, 2002, 2003, 2004, 2005:
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

// message is the default body of an error response.
type message struct {
	Message string `json:"message"`
}

// errorBody returns the body of an error response.
func (d *Dialect) errorBody(c *Call, refusal Refusal, f *registry.Fault) any {
	if d.ErrorBody != nil {
		return d.ErrorBody(c, refusal, f)
	}
	return message{refusal.Text}
}

// fail sends the error response for err. An error that is not a fault is internal:
// it is logged, and the client gets ErrCommandFailed.
func (c *Call) fail(err error) {
	f, ok := errors.AsType[*registry.Fault](err)
	if !ok {
		f = registry.ErrCommandFailed
		c.logError(err)
	}
	c.failing = true
	refusal := c.Dialect.Refusal(c.Route, f)
	for name, values := range refusal.Header {
		c.Header()[name] = values
	}
	c.send(refusal.Status, c.Dialect.errorBody(c, refusal, f))
}

// noRoute sends the response to an unknown path or, if other methods are allowed,
// to a wrong method.
func (c *Call) noRoute(allowed []string) {
	c.failing = true
	if len(allowed) > 0 {
		c.Header().Set("Allow", strings.Join(allowed, ", "))
	}
	switch {
	case c.Dialect.NoRoute != nil:
		c.send(c.Dialect.NoRoute(c, allowed))
	case len(allowed) > 0:
		c.send(http.StatusMethodNotAllowed, message{"Method not allowed."})
	default:
		c.send(http.StatusNotFound, message{"Not found."})
	}
}

// abort ends a call whose response could not be encoded. If a part of it has been
// sent, it aborts the connection, which is the only way left to report an error.
func (c *Call) abort(err error) {
	switch {
	case c.status == 0 && !c.failing:
		c.fail(err)
	case c.status == 0:
		c.logError(err)
		c.plainError()
	default:
		if !errors.Is(err, http.ErrAbortHandler) {
			c.logError(err)
		}
		panic(http.ErrAbortHandler)
	}
}

// recover logs a panic and sends the dialect's internal error.
func (c *Call) recover() {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	c.log(slog.LevelError, "panic", slog.String("error", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
	switch {
	case c.status != 0:
		panic(http.ErrAbortHandler)
	case c.failing:
		c.plainError() // encoding the error response panicked
	default:
		c.failRecovered()
	}
}

// failRecovered is fail after a panic, with a plain text response if that panics,
// too.
func (c *Call) failRecovered() {
	defer func() {
		if recover() != nil && c.status == 0 {
			c.plainError()
		}
	}()
	c.fail(registry.ErrCommandFailed)
}

func (c *Call) plainError() { http.Error(c, "internal error "+c.ID, http.StatusInternalServerError) }

func (c *Call) logError(err error) {
	if c.clientGone() && errors.Is(err, context.Canceled) {
		return
	}
	c.log(slog.LevelError, "request", slog.String("error", err.Error()))
}

func (c *Call) log(level slog.Level, text string, attrs ...slog.Attr) {
	if c.Runner == nil || c.Runner.Log == nil {
		return
	}
	pattern := ""
	if c.Route != nil {
		pattern = c.Route.Pattern
	}
	attrs = append(attrs, slog.String("request", c.ID), slog.String("frontend", c.Dialect.Name), slog.String("route", pattern))
	c.Runner.Log.LogAttrs(c.Context(), level, text, attrs...)
}
