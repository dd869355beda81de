package rest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// defaultMaxBody is the maximum length of a body in bytes, unless Doc.MaxBody is
// set.
const defaultMaxBody = 1 << 20

// ErrBodyTooLong is the fault of a body over its route's limit. A dialect's
// Refusals can give it a response of its own as "unreadable:body".
var ErrBodyTooLong = registry.ErrUnreadable.On("body", "too long")

// read decodes the request into in, a pointer to the route's In.
func (c *Call) read(in any) error {
	p := c.Route.plan
	v := reflect.ValueOf(in).Elem()
	for i := range p.path {
		m := &p.path[i]
		if err := setParam(c.Request.PathValue(m.name), true, v, m); err != nil {
			return err
		}
	}
	for i := range p.header {
		m := &p.header[i]
		values := c.Request.Header.Values(m.name)
		if err := setParam(strings.Join(values, ", "), len(values) > 0, v, m); err != nil {
			return err
		}
	}
	if err := c.checkFilters(p); err != nil {
		return err
	}
	if len(p.query) > 0 {
		if err := c.readQuery(v, p); err != nil {
			return err
		}
	}
	if c.Dialect.Read != nil {
		return c.Dialect.Read(c, in)
	}
	return ReadJSON(c, in)
}

// checkFilters returns ErrSyntax for a query parameter with the dialect's Filter that
// the route does not have.
func (c *Call) checkFilters(p *plan) error {
	if c.Dialect.Filter == "" {
		return nil
	}
	pairs, err := c.queryPairs()
	if err != nil {
		return err
	}
	for _, q := range pairs {
		known := slices.ContainsFunc(p.query, func(m member) bool { return m.name == q.key || m.name == listName(q.key) })
		if strings.HasPrefix(q.key, c.Dialect.Filter) && !known {
			return registry.ErrSyntax.On(registry.Truncate(q.key), "")
		}
	}
	return nil
}

func (c *Call) readQuery(v reflect.Value, p *plan) error {
	pairs, err := c.queryPairs()
	if err != nil {
		return err
	}
	for i := range p.query {
		m := &p.query[i]
		if m.shape.kind == isList {
			if err := setList(valuesOf(pairs, m.name), v, m); err != nil {
				return err
			}
			continue
		}
		text, found := "", false
		for _, q := range pairs {
			if q.key == m.name {
				text, found = q.value, true
				break
			}
		}
		if err := setParam(text, found, v, m); err != nil {
			return err
		}
	}
	return nil
}

func setParam(text string, found bool, v reflect.Value, m *member) error {
	switch {
	case !found && m.required:
		return registry.ErrMissing.On(m.name, "")
	case !found:
		return nil
	case !validText(text):
		return registry.ErrUnreadable.On(m.name, "")
	}
	return setOne(text, v.FieldByIndex(m.index), m.shape, m.name)
}

// setOne sets v, which may be a pointer or an Opt, from text.
func setOne(text string, v reflect.Value, s *shape, name string) error {
	switch s.kind {
	case isPointer:
		v.Set(reflect.New(v.Type().Elem()))
		return setOne(text, v.Elem(), s.elem, name)
	case isOpt:
		set, _, value := v.Addr().Interface().(optional).pointers()
		*set = true
		return setOne(text, reflect.ValueOf(value).Elem(), s.elem, name)
	case isStruct, isCustom, isList:
		return registry.ErrType.On(name, s.typeName)
	}
	return setText(text, v, s, name, true)
}

func setList(texts []string, v reflect.Value, m *member) error {
	if len(texts) == 0 {
		if m.required {
			return registry.ErrMissing.On(m.name, "")
		}
		return nil
	}
	field := v.FieldByIndex(m.index)
	s := m.shape
	if s.kind == isOpt {
		set, _, value := field.Addr().Interface().(optional).pointers()
		*set = true
		field, s = reflect.ValueOf(value).Elem(), s.elem
	}
	list := reflect.MakeSlice(field.Type(), len(texts), len(texts))
	for i, text := range texts {
		if err := setOne(text, list.Index(i), s.elem, m.name); err != nil {
			return err
		}
	}
	field.Set(list)
	return nil
}

// ReadJSON fills in from a JSON object in the body, regardless of Content-Type;
// no body is an empty object. A wrong type is ErrType on the member, with the
// expected type as value (string, integer, number, boolean, array, object); a
// required member that is absent or null is ErrMissing. Nested members are named
// with dots. Unknown members are ignored.
func ReadJSON(c *Call, in any) error {
	if len(c.Route.plan.body) == 0 {
		return nil
	}
	body, err := c.Body()
	if err != nil {
		return err
	}
	return readObject(body, in, c.Route.plan, false)
}

func readObject(body []byte, in any, p *plan, lax bool) error {
	object, err := trimObject(body)
	if err != nil {
		return err
	}
	return decodeObject(object, reflect.ValueOf(in).Elem(), p, "", lax)
}

// trimObject returns the JSON object that is the body; no body is an empty object.
// ErrUnreadable for anything else.
func trimObject(body []byte) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if body = bytes.Trim(body, " \t\r\n"); len(body) == 0 {
		body = []byte("{}")
	}
	if !checkJSON(body) {
		return nil, registry.ErrUnreadable
	}
	return body, nil
}

// Body returns the whole body. It is read once; a body over the route's limit is
// ErrBodyTooLong.
func (c *Call) Body() ([]byte, error) {
	if !c.bodyRead {
		c.bodyRead = true
		c.body, c.bodyErr = c.readBody()
	}
	return c.body, c.bodyErr
}

func (c *Call) readBody() ([]byte, error) {
	limit := int64(defaultMaxBody)
	if c.Route != nil && c.Route.MaxBody > 0 {
		limit = c.Route.MaxBody
	}
	r := c.Request
	switch {
	case r.Body == nil || r.Body == http.NoBody:
		return nil, nil
	case r.ContentLength > limit:
		c.Header().Set("Connection", "close")
		return nil, ErrBodyTooLong
	}
	var b bytes.Buffer
	b.Grow(int(min(max(r.ContentLength, 512), 64<<10)) + bytes.MinRead)
	_, err := b.ReadFrom(http.MaxBytesReader(c.w, r.Body, limit))
	tooLong, _ := errors.AsType[*http.MaxBytesError](err)
	switch {
	case tooLong != nil:
		return nil, ErrBodyTooLong
	case err != nil && (errors.Is(err, io.ErrUnexpectedEOF) || c.Context().Err() != nil):
		return nil, registry.ErrUnreadable // the client disconnected
	case err != nil:
		return nil, registry.ErrUnreadable.On("body", "cannot be received")
	}
	return b.Bytes(), nil
}
