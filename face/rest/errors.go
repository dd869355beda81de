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

// Refusal returns how the dialect words f on r, which may be nil: the route's
// own word before the dialect's, the field's before the reason's.
func (d *Dialect) Refusal(r *Route, f *registry.Fault) Refusal {
	no, ok := Refusal{}, false
	if r != nil {
		no, ok = lookup(r.Refusals, f)
	}
	if !ok {
		no, ok = lookup(d.Refusals, f)
	}
	switch {
	case ok:
	case d.Otherwise != nil:
		no = d.Otherwise(f)
	default:
		no = Refusal{Status: StatusOf(f), Text: f.Text}
	}
	switch {
	case d.Always != 0:
		no.Status = d.Always
	case no.Status == 0:
		no.Status = StatusOf(f)
	}
	if strings.IndexByte(no.Text, '{') >= 0 {
		no.Text = strings.NewReplacer("{field}", f.Field, "{value}", f.Value, "{text}", f.Text).Replace(no.Text)
	}
	return no
}

func lookup(words map[string]Refusal, f *registry.Fault) (no Refusal, ok bool) {
	if f.Field != "" {
		if no, ok = words[f.Reason+":"+f.Field]; ok {
			return no, ok
		}
	}
	no, ok = words[f.Reason]
	return no, ok
}

// StatusOf returns the HTTP status that suits the class of f's EPP code.
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

// message is the body of an error where a dialect has none of its own.
type message struct {
	Message string `json:"message"`
}

// failure returns the body for no.
func (d *Dialect) failure(c *Call, no Refusal, f *registry.Fault) any {
	if d.Fail != nil {
		return d.Fail(c, no, f)
	}
	return message{no.Text}
}

// fail answers with err. What is not a fault is ours: it is logged, and the
// client only learns that something failed.
func (c *Call) fail(err error) {
	f, ok := errors.AsType[*registry.Fault](err)
	if !ok {
		f = registry.ErrCommandFault
		c.logError(err)
	}
	c.failing = true
	no := c.Dialect.Refusal(c.Route, f)
	for name, values := range no.Header {
		c.Header()[name] = values
	}
	c.send(no.Status, c.Dialect.failure(c, no, f))
}

// absent answers an unknown path, or a wrong method when some are allowed.
func (c *Call) absent(allowed []string) {
	c.failing = true
	if len(allowed) > 0 {
		c.Header().Set("Allow", strings.Join(allowed, ", "))
	}
	switch {
	case c.Dialect.Absent != nil:
		c.send(c.Dialect.Absent(c, allowed))
	case len(allowed) > 0:
		c.send(http.StatusMethodNotAllowed, message{"Method not allowed."})
	default:
		c.send(http.StatusNotFound, message{"Not found."})
	}
}

// broken ends a call whose answer could not be made. Once a part of it is on
// the wire, only cutting the connection says so.
func (c *Call) broken(err error) {
	switch {
	case c.status == 0 && !c.failing:
		c.fail(err)
	case c.status == 0:
		c.logError(err)
		c.plain()
	default:
		if !errors.Is(err, http.ErrAbortHandler) {
			c.logError(err)
		}
		panic(http.ErrAbortHandler)
	}
}

// recover turns a panic into the dialect's internal error.
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
		c.plain() // the dialect's own error broke
	default:
		c.failQuietly()
	}
}

func (c *Call) failQuietly() {
	defer func() {
		if recover() != nil && c.status == 0 {
			c.plain()
		}
	}()
	c.fail(registry.ErrCommandFault)
}

func (c *Call) plain() { http.Error(c, "internal error "+c.ID, http.StatusInternalServerError) }

func (c *Call) logError(err error) {
	if c.gone() && errors.Is(err, context.Canceled) {
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
	attrs = append(attrs, slog.String("request", c.ID), slog.String("face", c.Dialect.Name), slog.String("route", pattern))
	c.Runner.Log.LogAttrs(c.Context(), level, text, attrs...)
}
