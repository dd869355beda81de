package rest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

func (d *Dialect) postmanItem(r *Route) (postmanItem, error) {
	item := postmanItem{Name: r.Summary, Response: []postmanResponse{}}
	var err error
	if item.Request, err = d.postmanRequest(r); err != nil {
		return item, err
	}
	for _, one := range d.docResponses(r) {
		if one.typ != nil && one.body == nil && one.file == "" {
			one.body = sample(one.typ, 0)
		}
		response := postmanResponse{
			Name: strings.TrimSuffix(one.description, "."), OriginalRequest: item.Request,
			Status: statusText(one.status), Code: one.status, Header: []variable{}, Cookie: []variable{}, Language: "json",
		}
		switch {
		case one.file != "":
			response.Header = []variable{{Key: "Content-Type", Value: one.file}}
			response.Language = "text"
		case one.body != nil:
			response.Header = []variable{{Key: "Content-Type", Value: d.produces()[0].Type}}
			if response.Body, err = indented(one.body); err != nil {
				return item, err
			}
		}
		item.Response = append(item.Response, response)
	}
	return item, nil
}

func (d *Dialect) postmanRequest(r *Route) (postmanRequest, error) {
	q := postmanRequest{Method: r.Method(), Description: r.Description, Header: []variable{}}
	s := d.scheme(r)
	switch first := d.firstScheme(); {
	case s == nil && first != nil && first.Kind != Params:
		q.Auth = &postmanAuth{Type: "noauth"}
	case s != nil && s != first:
		q.Auth = d.postmanAuth(s)
	}
	q.URL = postmanURL{Host: []string{"{{baseUrl}}"}, Path: postmanPath(r.Path())}
	for _, name := range wildcards(r.Path()) {
		q.URL.Variable = append(q.URL.Variable, variable{Key: name})
	}
	for i := range r.plan.path {
		for j := range q.URL.Variable {
			if m := &r.plan.path[i]; q.URL.Variable[j].Key == m.name {
				q.URL.Variable[j] = m.variable()
			}
		}
	}
	for i := range r.plan.query {
		q.URL.Query = append(q.URL.Query, r.plan.query[i].variable())
	}
	for i := range r.plan.header {
		q.Header = append(q.Header, r.plan.header[i].variable())
	}
	if err := d.postmanInput(r, s, &q); err != nil {
		return q, err
	}
	q.URL.Raw = "{{baseUrl}}/" + strings.Join(q.URL.Path, "/") + rawQuery(q.URL.Query)
	return q, nil
}

// postmanInput adds the members of the body, and credentials that are parameters,
// to the query or the body of q.
func (d *Dialect) postmanInput(r *Route, s *Scheme, q *postmanRequest) error {
	var params []variable
	if s != nil {
		for _, name := range s.Params {
			params = append(params, variable{Key: name, Value: "{{" + name + "}}"})
		}
	}
	form := d.consumes()[0] != "application/json"
	if form {
		for i := range r.plan.body {
			params = append(params, r.plan.body[i].variable())
		}
	}
	switch {
	case form && !d.inQuery(r):
		q.Body = &postmanBody{Mode: "urlencoded", URLEncoded: params}
		return nil
	case form || len(r.plan.body) == 0:
		q.URL.Query = append(q.URL.Query, params...)
		return nil
	}
	q.URL.Query = append(q.URL.Query, params...)
	body := r.plan.sample()
	if r.Request != nil {
		var err error
		if body, err = r.requestExample(); err != nil {
			return err
		}
	}
	text, err := indented(body)
	if err != nil {
		return err
	}
	q.Body = &postmanBody{Mode: "raw", Raw: text, Options: &postmanOptions{}}
	q.Body.Options.Raw.Language = "json"
	q.Header = append(q.Header, variable{Key: "Content-Type", Value: "application/json"})
	return nil
}

// variable returns m as a Postman parameter; an optional one is disabled.
func (m *member) variable() variable {
	example := m.field.Tag.Get("example")
	if example == "" {
		if text, ok := sampleField(m.field, 0).(string); ok && m.field.Type.Kind() == reflect.String {
			example = text
		}
	}
	return variable{Key: m.name, Value: example, Description: m.field.Tag.Get("doc"), Disabled: !m.required}
}

func indented(v any) (string, error) {
	plain, err := rawJSON(v)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, plain, "", "  "); err != nil {
		return "", err
	}
	return b.String(), nil
}
