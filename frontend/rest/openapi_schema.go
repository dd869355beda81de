package rest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName returns the schema name of a type; equal names of different types
// are numbered.
func (b *builder) schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	// The name of a generic type of any contains "interface {}", which a document may not.
	plain := strings.ReplaceAll(huma.DefaultSchemaNamer(t, hint), "Interface {}", "Any")
	words := strings.FieldsFunc(plain, func(r rune) bool { return r == '_' })
	for i, word := range words { // Api_user would be ApiUser in the code of a generator
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	plain = strings.Join(words, "")
	name := plain
	if t.Kind() != reflect.Struct {
		return name
	}
	for n := 2; b.isTaken(name, t); n++ {
		name = plain + strconv.Itoa(n)
	}
	b.schemaTypes[name] = t
	return name
}

// isTaken reports whether a schema of another type than t has the name, upper and lower
// case aside, since generators make files of the names.
func (b *builder) isTaken(name string, t reflect.Type) bool {
	for other, its := range b.schemaTypes {
		if strings.EqualFold(other, name) && (its != t || other != name) {
			return true
		}
	}
	return false
}

// addPromoted adds to the schemas the members that encoding/json takes from embedded
// structs that are not exported, which huma leaves out.
func (b *builder) addPromoted() {
	for done := map[string]bool{}; len(done) < len(b.schemaTypes); { // a member may bring a schema of its own
		for name, t := range maps.Clone(b.schemaTypes) {
			if schema := b.reg.Map()[name]; schema != nil && !done[name] {
				b.addPromotedOf(t, schema)
			}
			done[name] = true
		}
	}
}

func (b *builder) addPromotedOf(t reflect.Type, schema *huma.Schema) {
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if len(f.Index) == 1 || !f.IsExported() || name == "" || name == "-" || schema.Properties[name] != nil {
			continue
		}
		schema.Properties[name] = huma.SchemaFromField(b.reg, f, t.Name()+f.Name)
		if !strings.Contains(options, "omit") {
			schema.Required = append(schema.Required, name)
		}
	}
}

// fieldSchema returns the schema of one member of an In.
func (b *builder) fieldSchema(m *member) *huma.Schema {
	s := *huma.SchemaFromField(b.reg, m.field, m.name)
	b.setRequired(m.shape)
	if kind := m.field.Tag.Get("type"); kind != "" { // of a text that the dialect parses itself
		s.Type, s.Nullable = kind, false
		for i, example := range s.Examples {
			s.Examples[i] = json.RawMessage(fmt.Sprint(example))
		}
	}
	if m.lax && s.Type != "" && s.Type != huma.TypeString && s.Type != huma.TypeArray {
		plain := s
		plain.Description, plain.Examples, plain.Default = "", nil, nil
		return &huma.Schema{Description: s.Description, Examples: s.Examples, Default: s.Default,
			AnyOf: []*huma.Schema{&plain, {Type: huma.TypeString}}}
	}
	return &s
}

// bodySchema returns a reference to the schema of the body that p decodes.
func (b *builder) bodySchema(p *plan, hint string) *huma.Schema {
	name := b.schemaName(p.typ, hint)
	schemas := b.reg.Map()
	if schemas[name] == nil {
		s := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}}
		schemas[name] = s
		for i := range p.body {
			s.Properties[p.body[i].name] = b.fieldSchema(&p.body[i])
		}
		s.Required = p.required()
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

func (p *plan) required() (names []string) {
	for i := range p.body {
		if p.body[i].required {
			names = append(names, p.body[i].name)
		}
	}
	return names
}

// setRequired replaces huma's list of required members by ours, in the structs
// inside a body.
func (b *builder) setRequired(s *shape) {
	for s.elem != nil {
		s = s.elem
	}
	if s.plan == nil || b.requiredSet[s.plan] {
		return
	}
	b.requiredSet[s.plan] = true
	if schema := b.reg.Map()[b.schemaName(s.plan.typ, "")]; schema != nil {
		schema.Required = s.plan.required()
	}
	for i := range s.plan.body {
		b.setRequired(s.plan.body[i].shape)
	}
}
