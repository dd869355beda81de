package rest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"reflect"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// maxPairs is the maximum number of parameters in a request.
const maxPairs = 1000

// A pair is one parameter in the order received, key and value trimmed.
type pair struct{ key, value string }

// Form returns the parameters of the body (urlencoded or multipart, for any
// method) followed by those of the query. x, x[] and x[0] are the same name.
// Names and values are trimmed. The fault is ErrUnreadable.
func (c *Call) Form() (url.Values, error) {
	if c.form == nil && c.formErr == nil {
		c.form, c.formErr = c.readForm()
	}
	return c.form, c.formErr
}

func (c *Call) readForm() (url.Values, error) {
	query, err := c.queryPairs()
	if err != nil {
		return nil, err
	}
	body, err := c.bodyPairs()
	if err != nil {
		return nil, err
	}
	if len(query)+len(body) > maxPairs {
		return nil, registry.ErrUnreadable
	}
	form := make(url.Values, len(query)+len(body))
	for _, pairs := range [][]pair{body, query} {
		for _, p := range pairs {
			key := listName(p.key)
			form[key] = append(form[key], p.value)
		}
	}
	return form, nil
}

// listName returns x for x, x[] and x[12].
func listName(key string) string {
	i := strings.IndexByte(key, '[')
	if i <= 0 || key[len(key)-1] != ']' {
		return key
	}
	for _, c := range key[i+1 : len(key)-1] {
		if c < '0' || c > '9' {
			return key
		}
	}
	return key[:i]
}

// ReadForm fills the json fields of in from the parameters of the request. An
// empty parameter counts as absent if the field is required or a number.
func ReadForm(c *Call, in any) error { return readForm(c, in, true) }

// ReadFormUnchecked is ReadForm without the check for required fields, for Ins
// whose Check method does it: where the order of faults matters, or one parameter
// decides whether another is required. An empty string is a value.
func ReadFormUnchecked(c *Call, in any) error { return readForm(c, in, false) }

func readForm(c *Call, in any, strict bool) error {
	p := c.Route.plan
	if len(p.body) == 0 {
		return nil
	}
	form, err := c.Form()
	if err != nil {
		return err
	}
	v := reflect.ValueOf(in).Elem()
	for i := range p.body {
		m := p.body[i]
		m.required = m.required && strict
		if err := setMember(form[m.name], v, &m); err != nil {
			return err
		}
	}
	return nil
}

func setMember(texts []string, v reflect.Value, m *member) error {
	s := m.shape
	if s.kind == isOpt && s.elem.kind == isList || s.kind == isList {
		return setList(texts, v, m)
	}
	if len(texts) == 0 || texts[0] == "" && (m.required || s.kind == isInt || s.kind == isUint || s.kind == isFloat) {
		if m.required {
			return registry.ErrMissing.On(m.name, "")
		}
		return nil
	}
	return setOne(texts[0], v.FieldByIndex(m.index), s, m.name)
}

func (c *Call) queryPairs() (pairs []pair, err error) {
	if c.query == nil && c.Request.URL.RawQuery != "" {
		c.query, err = parsePairs(c.Request.URL.RawQuery)
	}
	return c.query, err
}

// bodyPairs returns the parameters of the body in their order.
func (c *Call) bodyPairs() ([]pair, error) {
	body, err := c.Body()
	if err != nil || len(body) == 0 {
		return nil, err
	}
	media, params, _ := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		return multipartPairs(body, params["boundary"])
	}
	return parsePairs(string(body))
}

// parsePairs parses urlencoded parameters. An invalid escape is kept literally,
// because some clients do not encode at all.
func parsePairs(s string) ([]pair, error) {
	if strings.Count(s, "&") >= maxPairs {
		return nil, registry.ErrUnreadable
	}
	pairs := make([]pair, 0, strings.Count(s, "&")+1)
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		// An example copied from a manual may still have the shell's line continuations.
		p := pair{strings.Trim(unescape(key), "\\ \t\r\n"), strings.TrimSpace(unescape(value))}
		if err := p.check(); err != nil {
			return nil, err
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// check returns ErrUnreadable for a parameter that is not valid text, on its name
// if only the value is invalid.
func (p pair) check() error {
	switch {
	case !validText(p.key):
		return registry.ErrUnreadable
	case !validText(p.value):
		return registry.ErrUnreadable.On(listName(p.key), "")
	}
	return nil
}

func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	plain, err := url.QueryUnescape(s)
	if err != nil {
		return s
	}
	return plain
}

func multipartPairs(body []byte, boundary string) ([]pair, error) {
	if boundary == "" {
		return nil, registry.ErrUnreadable
	}
	var pairs []pair
	for r := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			return pairs, nil
		}
		if err != nil || len(pairs) == maxPairs {
			return nil, registry.ErrUnreadable
		}
		value, err := io.ReadAll(part) // bounded by the body's limit
		p := pair{strings.TrimSpace(part.FormName()), strings.TrimSpace(string(value))}
		if err != nil {
			return nil, registry.ErrUnreadable
		}
		if err := p.check(); err != nil {
			return nil, err
		}
		pairs = append(pairs, p)
	}
}

func valuesOf(pairs []pair, name string) (values []string) {
	for _, p := range pairs {
		if listName(p.key) == name {
			values = append(values, p.value)
		}
	}
	return values
}
