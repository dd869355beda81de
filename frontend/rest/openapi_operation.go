package rest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/registry"
)

func (b *builder) operation(r *Route) (*huma.Operation, error) {
	op := &huma.Operation{
		OperationID: r.operationID(), Summary: r.Summary, Description: r.Description, Deprecated: r.Deprecated,
		Tags: []string{r.tag()}, Security: b.d.requirement(r), Parameters: b.parameters(r),
	}
	var err error
	if op.RequestBody, err = b.requestBody(r); err != nil {
		return nil, err
	}
	op.Responses, err = b.responses(r)
	return op, err
}

func (b *builder) parameters(r *Route) (params []*huma.Param) {
	given := map[string]bool{}
	for i := range r.plan.path {
		given[r.plan.path[i].name] = true
		params = append(params, b.param("path", &r.plan.path[i]))
	}
	for _, name := range wildcards(r.Path()) {
		if !given[name] {
			params = append(params, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
		}
	}
	for i := range r.plan.query {
		if r.plan.query[i].field.Tag.Get("hidden") != "true" {
			params = append(params, b.param("query", &r.plan.query[i]))
		}
	}
	if b.d.inQuery(r) {
		for i := range r.plan.body {
			params = append(params, b.param("query", &r.plan.body[i]))
		}
	}
	for i := range r.plan.header {
		if m := &r.plan.header[i]; !strings.EqualFold(m.name, "Authorization") && !strings.EqualFold(m.name, "Accept") && !strings.EqualFold(m.name, "Content-Type") {
			params = append(params, b.param("header", m)) // OpenAPI forbids these three as parameters
		}
	}
	return params
}

// inQuery reports whether the json members of r are query parameters: those of a
// form, for a method without a body.
func (d *Dialect) inQuery(r *Route) bool {
	return d.consumes()[0] != "application/json" && (r.Method() == "GET" || r.Method() == "HEAD")
}

func wildcards(path string) (names []string) {
	for part := range strings.SplitSeq(specPath(path), "/") {
		if strings.HasPrefix(part, "{") {
			names = append(names, strings.Trim(part, "{}"))
		}
	}
	return names
}

func (b *builder) param(in string, m *member) *huma.Param {
	s := b.fieldSchema(m)
	p := &huma.Param{Name: m.name, In: in, Required: m.required, Deprecated: s.Deprecated, Schema: s, Description: s.Description}
	if len(s.Examples) > 0 {
		p.Example = s.Examples[0]
	}
	s.Description, s.Examples, s.Deprecated, s.Nullable = "", nil, false, false
	return p
}

func (d *Dialect) consumes() []string {
	if d.Consumes == nil {
		return []string{"application/json"}
	}
	return d.Consumes
}

func (d *Dialect) produces() []Media {
	if d.Produces == nil {
		return []Media{{Type: "application/json"}}
	}
	return d.Produces
}

func (b *builder) requestBody(r *Route) (*huma.RequestBody, error) {
	if len(r.plan.body) == 0 || b.d.inQuery(r) {
		return nil, nil
	}
	body := &huma.RequestBody{Content: map[string]*huma.MediaType{}}
	schema := b.bodySchema(r.plan, r.operationID()+"Request")
	body.Required = b.d.consumes()[0] != "application/json" // a form without any field is an error
	for i := range r.plan.body {
		body.Required = body.Required || r.plan.body[i].required
	}
	media := &huma.MediaType{Schema: schema}
	if r.Request != nil {
		example, err := r.requestExample()
		if err != nil {
			return nil, fmt.Errorf("example of a request: %w", err)
		}
		media.Example = example
	}
	// Only the first type is listed: generators write code that does not compile for two.
	types := b.d.consumes()
	body.Content[types[0]] = media
	if len(types) > 1 {
		body.Description = "Also as " + strings.Join(types[1:], ", ") + "."
	}
	return body, nil
}

// requestExample returns the example of a request's body, without members of an In that
// are in the path, the query or a header.
func (r *Route) requestExample() (json.RawMessage, error) {
	body, err := rawJSON(r.Request)
	if err != nil || reflect.TypeOf(r.Request) != r.In {
		return body, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	example := ordered{members: map[string]any{}}
	for i := range r.plan.body {
		name := r.plan.body[i].name
		if value, ok := members[name]; ok {
			example.keys, example.members[name] = append(example.keys, name), value
		}
	}
	return rawJSON(example)
}

// A docResponse documents one response of a route.
type docResponse struct {
	status      int
	name        string // unique among the responses of one status
	description string
	body        any
	typ         reflect.Type // nil: no body
	file        string       // media type of a File; "": the dialect's
}

// docResponses returns all documented responses of r, the success first.
func (d *Dialect) docResponses(r *Route) []docResponse {
	success := docResponse{status: r.Status, name: "success", description: "Success.", body: r.Response, typ: r.Out}
	switch {
	case r.Out == reflect.TypeFor[File]():
		success.file = r.Produces
	case r.Status == http.StatusNoContent:
		success.typ = nil
	}
	all := []docResponse{success}
	reasons := map[string]bool{}
	add := func(e ErrorDoc) {
		one := docResponse{status: e.Status, description: e.Description, body: e.Body, name: fmt.Sprintf("case%d", len(all))}
		if f := e.Fault; f != nil {
			refusal := d.Refusal(r, f)
			if one.status == 0 {
				one.status = refusal.Status
			}
			if one.body == nil {
				one.body = d.errorBody(&Call{Dialect: d, Route: r}, refusal, f)
			}
			if one.description == "" {
				one.description = strings.ToUpper(f.Text[:1]) + f.Text[1:] + "."
			}
			one.name = f.Reason
			if reasons[f.Reason] {
				one.name += strconv.Itoa(len(all))
			}
			reasons[f.Reason] = true
		}
		if one.body != nil {
			one.typ = reflect.TypeOf(one.body)
		}
		all = append(all, one)
	}
	if !r.NoAuth {
		for _, e := range d.CommonErrors {
			add(e)
		}
	}
	for _, e := range r.Errors {
		add(e)
	}
	for _, f := range slices.Concat(r.refused(), d.kitFaults(r)) {
		if !reasons[f.Reason] {
			add(ErrorDoc{Fault: f})
		}
	}
	return all
}

// refused returns the faults to which r has a response of its own, if its Doc lists no
// error responses.
func (r *Route) refused() (faults []*registry.Fault) {
	if r.Errors != nil {
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(r.Refusals)) {
		reason, field, _ := strings.Cut(key, ":")
		for _, f := range registry.Faults() {
			if f.Reason == reason {
				faults = append(faults, f.On(field, ""))
			}
		}
	}
	return faults
}

// kitFaults returns the faults that the kit itself returns on r, one of each
// kind.
func (d *Dialect) kitFaults(r *Route) []*registry.Fault {
	faults := []*registry.Fault{registry.ErrCommandFailed}
	p := r.plan
	read := slices.Concat(p.body, p.query, p.header)
	if len(read)+len(p.path) > 0 {
		faults = append(faults, registry.ErrUnreadable)
	}
	if i := slices.IndexFunc(read, func(m member) bool { return m.required }); i >= 0 {
		faults = append(faults, registry.ErrMissing.On(read[i].name, ""))
	}
	i := slices.IndexFunc(read, func(m member) bool { return m.shape.typeName != "string" })
	if i < 0 && len(p.body) > 0 && d.consumes()[0] == "application/json" {
		i = 0 // a JSON client may send a number for a string
	}
	if i >= 0 {
		faults = append(faults, registry.ErrType.On(read[i].name, read[i].shape.typeName))
	}
	return faults
}
