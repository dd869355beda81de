package rest

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A plan describes how a struct is decoded from a request. It is made once, when
// the route is declared.
type plan struct {
	typ       reflect.Type
	body      []member       // json fields, in declaration order
	bodyIndex map[string]int // index in body by name
	path      []member
	query     []member
	header    []member
}

// A member is one field of a plan.
type member struct {
	name     string
	index    []int
	shape    *shape
	required bool
	lax      bool
	field    reflect.StructField
}

// A shape describes how one Go type is decoded.
type shape struct {
	kind     kind
	typeName string // type name in a fault: "integer"
	bits     int
	elem     *shape // of a list, a pointer, an Opt
	plan     *plan
}

type kind int

const (
	isString kind = iota
	isInt
	isUint
	isFloat
	isBool
	isList
	isStruct
	isPointer
	isOpt
	isText   // encoding.TextUnmarshaler
	isCustom // json.Unmarshaler, maps, any
)

// planOf returns the plan of t, a struct.
func planOf(t reflect.Type) *plan {
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("rest: %s is not a struct", t))
	}
	return planBuilder{}.plan(t)
}

// A planBuilder holds the plans begun so far, for recursive types.
type planBuilder map[reflect.Type]*plan

func (d planBuilder) plan(t reflect.Type) *plan {
	if p := d[t]; p != nil {
		return p
	}
	p := &plan{typ: t, bodyIndex: map[string]int{}}
	d[t] = p
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous && f.Type.Kind() == reflect.Pointer {
			panic(fmt.Sprintf("rest: %s embeds a pointer", t))
		}
		if !f.IsExported() || f.Anonymous && f.Tag.Get("json") == "" {
			continue
		}
		d.addField(p, f)
	}
	return p
}

// addField adds a field to the part of p that its tag names; a field without such a
// tag is left out.
func (d planBuilder) addField(p *plan, f reflect.StructField) {
	m := member{index: f.Index, field: f, lax: f.Tag.Get("lax") == "true", required: f.Tag.Get("required") == "true"}
	switch {
	case f.Tag.Get("path") != "":
		m.name, m.required = f.Tag.Get("path"), true
		p.path = append(p.path, d.withShape(m))
	case f.Tag.Get("query") != "":
		m.name = f.Tag.Get("query")
		p.query = append(p.query, d.withShape(m))
	case f.Tag.Get("header") != "":
		m.name = f.Tag.Get("header")
		p.header = append(p.header, d.withShape(m))
	case f.Tag.Get("json") != "" && f.Tag.Get("json") != "-":
		p.addToBody(d.withShape(m))
	}
}

// addToBody adds a member of the JSON body. It is required unless its type or its
// tags say otherwise.
func (p *plan) addToBody(m member) {
	name, options, _ := strings.Cut(m.field.Tag.Get("json"), ",")
	if m.name = name; name == "" {
		m.name = m.field.Name
	}
	m.required = !strings.Contains(options, "omit") && m.shape.kind != isPointer && m.shape.kind != isOpt
	if v, ok := m.field.Tag.Lookup("required"); ok {
		m.required = v == "true"
	}
	if _, twice := p.bodyIndex[m.name]; twice {
		panic(fmt.Sprintf("rest: %s has two members %q", p.typ, m.name))
	}
	p.bodyIndex[m.name] = len(p.body)
	p.body = append(p.body, m)
}

func (d planBuilder) withShape(m member) member {
	m.shape = d.shape(m.field.Type)
	return m
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	optionalType    = reflect.TypeFor[optional]()
)

func (d planBuilder) shape(t reflect.Type) *shape {
	switch p := reflect.PointerTo(t); {
	case p.Implements(optionalType):
		elem := d.shape(reflect.Zero(p).Interface().(optional).elemType())
		return &shape{kind: isOpt, elem: elem, typeName: elem.typeName}
	case p.Implements(jsonUnmarshaler):
		return &shape{kind: isCustom, typeName: typeNameOf(t)}
	case p.Implements(textUnmarshaler):
		return &shape{kind: isText, typeName: "string"}
	}
	switch t.Kind() {
	case reflect.String:
		return &shape{kind: isString, typeName: "string"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &shape{kind: isInt, typeName: "integer", bits: t.Bits()}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &shape{kind: isUint, typeName: "integer", bits: t.Bits()}
	case reflect.Float32, reflect.Float64:
		return &shape{kind: isFloat, typeName: "number", bits: t.Bits()}
	case reflect.Bool:
		return &shape{kind: isBool, typeName: "boolean"}
	case reflect.Pointer:
		elem := d.shape(t.Elem())
		return &shape{kind: isPointer, elem: elem, typeName: elem.typeName}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return &shape{kind: isCustom, typeName: "string"} // base64
		}
		return &shape{kind: isList, elem: d.shape(t.Elem()), typeName: "array"}
	case reflect.Struct:
		return &shape{kind: isStruct, plan: d.plan(t), typeName: "object"}
	}
	return &shape{kind: isCustom, typeName: typeNameOf(t)}
}

// typeNameOf returns the JSON type name for a type with its own Unmarshal method,
// by its kind.
func typeNameOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "boolean"
	case reflect.Slice:
		return "array"
	case reflect.Map, reflect.Struct:
		return "object"
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	}
	return "string"
}

// seqsIn returns the field index paths of the Seqs in t, in encoding order.
func seqsIn(t reflect.Type) [][]int {
	if t.Implements(reflect.TypeFor[sequence]()) {
		return [][]int{nil}
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var found [][]int
	for i := range t.NumField() {
		if !t.Field(i).IsExported() || t.Field(i).Tag.Get("json") == "-" {
			continue
		}
		for _, path := range seqsIn(t.Field(i).Type) {
			found = append(found, slices.Concat([]int{i}, path))
		}
	}
	return found
}
