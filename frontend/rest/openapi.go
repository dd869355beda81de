package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// A BaseURL is the URL of a server, without the dialect's Prefix.
type BaseURL struct{ URL, Text string }

// OpenAPI returns the dialect's OpenAPI 3.1 document, with servers or, without
// any, relative URLs.
func (d *Dialect) OpenAPI(servers ...BaseURL) ([]byte, error) {
	return d.document(servers, cleanSchema)
}

// OpenAPI30 returns the dialect's OpenAPI 3.0.3 document, for tools that do not
// support 3.1.
func (d *Dialect) OpenAPI30(servers ...BaseURL) ([]byte, error) {
	return d.document(servers, downgrade30)
}

// A builder builds one OpenAPI document.
type builder struct {
	d            *Dialect
	reg          huma.Registry
	schemaTypes  map[string]reflect.Type // Go type by schema name
	operationIDs map[string]string       // pattern by operationId
	requiredSet  map[*plan]bool          // plans whose schema setRequired has changed
	doc          *huma.OpenAPI
}

func (d *Dialect) document(servers []BaseURL, edit func(map[string]any)) (doc []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("document %s: %v", d.Name, v) // huma panics on a tag that contradicts its type
		}
	}()
	b := &builder{d: d, schemaTypes: map[string]reflect.Type{}, operationIDs: map[string]string{}, requiredSet: map[*plan]bool{}}
	b.reg = huma.NewMapRegistry("#/components/schemas/", b.schemaName)
	b.doc = &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: d.Title, Version: d.version(), Description: d.Intro, License: &huma.License{Name: "MIT", Identifier: "MIT"},
			Contact: &huma.Contact{Name: "Cadastre", URL: "https://github.com/cadastre-registry/cadastre"}},
		Paths:      map[string]*huma.PathItem{},
		Components: &huma.Components{Schemas: b.reg, SecuritySchemes: d.securitySchemes()},
		Tags:       d.tags(),
		Security:   d.requirement(&Route{}),
	}
	for _, s := range servers {
		b.doc.Servers = append(b.doc.Servers, &huma.Server{URL: strings.TrimSuffix(s.URL, "/") + d.Prefix, Description: s.Text})
	}
	if servers == nil {
		b.doc.Servers = []*huma.Server{{URL: d.Prefix + "/"}}
	}
	for i := range d.Routes {
		if err := b.addRoute(&d.Routes[i]); err != nil {
			return nil, fmt.Errorf("document %s: %s: %w", d.Name, d.Routes[i].Pattern, err)
		}
	}
	b.addPromoted()
	return b.rewrite(edit)
}

func (d *Dialect) version() string {
	if d.Version == "" {
		return "1"
	}
	return d.Version
}

var errDuplicate = errors.New("declared twice")

func (b *builder) addRoute(r *Route) error {
	op, err := b.operation(r)
	if err != nil {
		return err
	}
	if old, twice := b.operationIDs[op.OperationID]; twice {
		return fmt.Errorf("operation id %s: %w, first by %s", op.OperationID, errDuplicate, old)
	}
	b.operationIDs[op.OperationID] = r.Pattern
	path := specPath(r.Path())
	item := b.doc.Paths[path]
	if item == nil {
		item = &huma.PathItem{}
		b.doc.Paths[path] = item
	}
	slot := map[string]**huma.Operation{
		"GET": &item.Get, "PUT": &item.Put, "POST": &item.Post, "DELETE": &item.Delete,
		"PATCH": &item.Patch, "HEAD": &item.Head, "OPTIONS": &item.Options,
	}[r.Method()]
	if slot == nil || *slot != nil {
		return fmt.Errorf("method %s: %w, or not known", r.Method(), errDuplicate)
	}
	*slot = op
	return nil
}

// specPath returns a pattern's path in OpenAPI syntax.
func specPath(path string) string {
	return strings.NewReplacer("{$}", "", "...}", "}").Replace(path)
}

// operationID returns getDomainsName for "GET /domains/{name}".
func (r *Route) operationID() string {
	if r.ID != "" {
		return r.ID
	}
	var id strings.Builder
	id.WriteString(strings.ToLower(r.Method()))
	for _, word := range regexp.MustCompile(`[A-Za-z0-9]+`).FindAllString(r.Path(), -1) {
		id.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return id.String()
}

// tags returns the dialect's tags, followed by those that only routes name.
func (d *Dialect) tags() (tags []*huma.Tag) {
	known := map[string]bool{}
	for _, t := range d.Tags {
		known[t.Name] = true
		tags = append(tags, &huma.Tag{Name: t.Name, Description: t.Text})
	}
	for i := range d.Routes {
		if name := d.Routes[i].tag(); !known[name] {
			known[name] = true
			tags = append(tags, &huma.Tag{Name: name})
		}
	}
	return tags
}

// tag returns the route's tag; without one, the first segment of its path.
func (r *Route) tag() string {
	if r.Tag != "" {
		return r.Tag
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(specPath(r.Path()), "/"), "/")
	if first = strings.Trim(first, "{}"); first == "" {
		return "root"
	}
	return first
}

func (d *Dialect) securitySchemes() map[string]*huma.SecurityScheme {
	schemes := map[string]*huma.SecurityScheme{}
	for _, s := range d.Security {
		switch s.Kind {
		case Bearer, Basic:
			schemes[s.Name] = &huma.SecurityScheme{Type: "http", Scheme: string(s.Kind), Description: s.Text}
		case Params:
			for _, p := range s.Params {
				schemes[p] = &huma.SecurityScheme{Type: "apiKey", In: "query", Name: p, Description: s.Text}
			}
		}
	}
	return schemes
}

// scheme returns the scheme that authenticates requests of r, or nil for none.
func (d *Dialect) scheme(r *Route) *Scheme {
	if r.NoAuth || len(d.Security) == 0 {
		return nil
	}
	if i := slices.IndexFunc(d.Security, func(s Scheme) bool { return s.Name == r.Security }); i >= 0 {
		return &d.Security[i]
	}
	return &d.Security[0]
}

func (d *Dialect) requirement(r *Route) []map[string][]string {
	s := d.scheme(r)
	if s == nil {
		return []map[string][]string{}
	}
	required := map[string][]string{}
	if s.Kind != Params {
		required[s.Name] = []string{}
	}
	for _, p := range s.Params {
		required[p] = []string{}
	}
	if r.OptionalAuth {
		return []map[string][]string{{}, required}
	}
	return []map[string][]string{required}
}

// rawJSON encodes v, unless it is a json.RawMessage already.
func rawJSON(v any) (json.RawMessage, error) {
	switch v := v.(type) {
	case json.RawMessage:
		return v, nil
	default:
		b, err := EncodeJSON(v)
		return b, err
	}
}
