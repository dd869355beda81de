package rest

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
)

// sample returns an example value of type t, from its example tags.
func sample(t reflect.Type, depth int) any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if depth > 8 {
		return nil
	}
	switch z := reflect.New(t).Interface().(type) {
	case optional:
		return sample(z.elemType(), depth+1)
	case sequence:
		return []any{sample(z.elemType(), depth+1)}
	case json.Marshaler, json.Unmarshaler:
		return "…"
	}
	switch t.Kind() {
	case reflect.Struct:
		return sampleStruct(t, depth)
	case reflect.Slice:
		return []any{sample(t.Elem(), depth+1)}
	case reflect.Map:
		return map[string]any{}
	case reflect.Bool:
		return true
	case reflect.String:
		return ""
	case reflect.Interface:
		return nil
	}
	return 0
}

// sampleStruct returns the encoded object, because a map would lose the order of
// the fields.
func sampleStruct(t reflect.Type, depth int) json.RawMessage {
	out := []byte{'{'}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || f.Anonymous && name == "" || name == "" || name == "-" {
			continue
		}
		value, err := rawJSON(sampleField(f, depth))
		if err != nil {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(out, strconv.Quote(name)+":"...), value...)
	}
	return append(out, '}')
}

func sampleField(f reflect.StructField, depth int) any {
	text, ok := f.Tag.Lookup("example")
	if !ok {
		if first, _, _ := strings.Cut(f.Tag.Get("enum"), ","); first != "" {
			text, ok = first, true
		}
	}
	if !ok {
		return sample(f.Type, depth+1)
	}
	if s := (planBuilder{}).shape(f.Type); s.typeName == "string" || !json.Valid([]byte(text)) {
		if f.Type.Kind() == reflect.Slice {
			return strings.Split(text, ",")
		}
		return text
	}
	return json.RawMessage(text)
}

// sample returns an example body with the required fields and those that have an
// example.
func (p *plan) sample() json.RawMessage {
	out := []byte{'{'}
	for i := range p.body {
		m := &p.body[i]
		if _, ok := m.field.Tag.Lookup("example"); !ok && !m.required {
			continue
		}
		value, err := rawJSON(sampleField(m.field, 0))
		if err != nil {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(out, strconv.Quote(m.name)+":"...), value...)
	}
	return append(out, '}')
}
