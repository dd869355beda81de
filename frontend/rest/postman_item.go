package rest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// postmanItem returns the request of a step, with the saved responses of its route if
// withResponses is set.
func (d *Dialect) postmanItem(s *step, withResponses bool) (postmanItem, error) {
	r := s.route
	item := postmanItem{Name: s.title(), Response: []postmanResponse{}}
	var err error
	if item.Request, err = d.postmanRequest(r); err != nil {
		return item, err
	}
	if d.Walk != "" {
		item.Event = s.events()
		if err := s.fill(&item.Request); err != nil {
			return item, err
		}
	}
	if !withResponses {
		return item, nil
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

// title returns the name of the request.
func (s *step) title() string { return cmp.Or(s.name, s.route.Summary) }

// events returns the scripts of the request: its condition, the checks of the response,
// and the variables to set.
func (s *step) events() (events []postmanEvent) {
	if s.unless != "" {
		events = append(events, script("prerequest", fmt.Sprintf("if (!pm.variables.get(%q)) pm.execution.skipRequest();", s.unless)))
	}
	lines := []string{fmt.Sprintf(`pm.test("status %d", () => pm.response.to.have.status(%d));`, s.status, s.status)}
	for _, w := range s.want {
		lines = append(lines, fmt.Sprintf(`pm.test(%q, () => pm.expect(String(%s)).to.eql(%q));`, w[0], responseMember(w[0]), w[1]))
	}
	for _, k := range s.keep {
		lines = append(lines, fmt.Sprintf(`pm.collectionVariables.set(%q, %s);`, k[0], responseMember(k[1])))
	}
	return append(events, script("test", lines...))
}

// responseMember returns the expression of the member at a path: "data[0].id", "[0].id".
func responseMember(path string) string {
	if strings.HasPrefix(path, "[") {
		return "pm.response.json()" + path
	}
	return "pm.response.json()." + path
}

// fill sets the values of the step in the request; parameters that it does not give are
// disabled.
func (s *step) fill(q *postmanRequest) error {
	for i := range q.URL.Variable {
		v := &q.URL.Variable[i]
		v.Value, v.Disabled = s.path[v.Key], false
	}
	for i := range q.Header {
		for _, h := range s.header {
			if h[0] == q.Header[i].Key {
				q.Header[i].Value, q.Header[i].Disabled = h[1], false
			}
		}
	}
	q.URL.Query = fillParams(q.URL.Query, s.query)
	q.URL.Raw = "{{baseUrl}}/" + strings.Join(q.URL.Path, "/") + rawQuery(q.URL.Query)
	switch {
	case q.Body == nil || s.body == "":
		return nil
	case q.Body.Mode == "urlencoded":
		pairs, err := parsePairs(s.body)
		q.Body.URLEncoded = fillParams(q.Body.URLEncoded, pairs)
		return err
	}
	q.Body.Raw = s.body
	if json.Valid([]byte(s.body)) { // a variable may stand for a number
		var err error
		q.Body.Raw, err = indented(json.RawMessage(s.body))
		return err
	}
	return nil
}

// fillParams returns params with the given values; the others are disabled, save
// credentials.
func fillParams(params []variable, given []pair) (filled []variable) {
	known := map[string]bool{}
	for _, v := range params {
		known[v.Key] = true
		values := valuesOf(given, v.Key)
		if len(values) == 0 {
			v.Disabled = v.Value != "{{"+v.Key+"}}"
			filled = append(filled, v)
		}
		for _, value := range values {
			v.Value, v.Disabled = value, false
			filled = append(filled, v)
		}
	}
	for _, p := range given {
		if !known[listName(p.key)] && !known[p.key] {
			filled = append(filled, variable{Key: p.key, Value: p.value})
		}
	}
	return filled
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
