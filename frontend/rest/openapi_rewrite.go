package rest

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// cleanSchema removes from an object what huma adds for its own use.
func cleanSchema(o map[string]any) {
	if o["additionalProperties"] == false {
		delete(o, "additionalProperties") // clients have to accept members that we add
	}
	if types, ok := o["type"].([]any); ok && slices.Contains(types, any("array")) && o[nullable] == nil {
		o["type"] = "array" // huma makes every array nullable
	}
	delete(o, nullable)
}

// downgrade30 converts an object to OpenAPI 3.0.3. huma's Downgrade is not used
// because it rewrites the examples as well.
func downgrade30(o map[string]any) {
	cleanSchema(o)
	if o["openapi"] == "3.1.0" {
		o["openapi"] = "3.0.3"
	}
	if o["identifier"] == "MIT" { // of a license
		delete(o, "identifier")
		o["url"] = "https://spdx.org/licenses/MIT.html"
	}
	if types, ok := o["type"].([]any); ok {
		for _, t := range types {
			if t == "null" {
				o["nullable"] = true
			} else {
				o["type"] = t
			}
		}
	}
	if alternatives, ok := o["anyOf"].([]any); ok && len(alternatives) == 2 {
		if null, ok := alternatives[1].(map[string]any); ok && null["type"] == nullType {
			delete(o, "anyOf")
			o["allOf"], o["type"], o["nullable"] = alternatives[:1], "object", true
		}
	}
	for exclusive, plain := range map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"} {
		if n, ok := o[exclusive].(json.Number); ok {
			o[plain], o[exclusive] = n, true
		}
	}
	if list, ok := o["examples"].(json.RawMessage); ok && list[0] == '[' {
		var all []json.RawMessage
		if json.Unmarshal(list, &all) == nil && len(all) > 0 {
			delete(o, "examples")
			o["example"] = all[0]
		}
	}
	if o["contentEncoding"] == "base64" {
		delete(o, "contentEncoding")
		o["format"] = "byte"
	}
	delete(o, "contentMediaType")
	if ref, ok := o["$ref"].(string); ok && len(o) > 1 {
		clear(o) // 3.0 ignores siblings of a reference
		o["$ref"] = ref
	}
}

// rewrite applies edit to every object of the document and orders paths and
// properties as b's dialect declares them. Examples are unchanged, including the
// order of their members.
func (b *builder) rewrite(edit func(map[string]any)) ([]byte, error) {
	doc, err := b.doc.MarshalJSON()
	if err != nil {
		return nil, err
	}
	v, err := rewriteObjects(doc, edit)
	if err != nil {
		return nil, err
	}
	b.orderMembers(v.(map[string]any))
	return indent(ordered{[]string{"openapi", "info", "servers", "tags", "paths", "components"}, v.(map[string]any)})
}

// indent returns v as indented JSON with a final line feed.
func indent(v any) ([]byte, error) {
	plain, err := EncodeJSON(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, plain, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (b *builder) orderMembers(doc map[string]any) {
	var paths []string
	methods := map[string][]string{}
	for i := range b.d.Routes {
		r := &b.d.Routes[i]
		path := specPath(r.Path())
		paths = append(paths, path)
		methods[path] = append(methods[path], strings.ToLower(r.Method()))
	}
	items, _ := doc["paths"].(map[string]any)
	for path, item := range items {
		items[path] = ordered{methods[path], item.(map[string]any)}
	}
	doc["paths"] = ordered{paths, items}
	components, _ := doc["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	for name, t := range b.schemaTypes {
		schema, _ := schemas[name].(map[string]any)
		if properties, ok := schema["properties"].(map[string]any); ok {
			schema["properties"] = ordered{jsonNames(t), properties}
		}
	}
}

func jsonNames(t reflect.Type) (names []string) {
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		names = append(names, name)
	}
	return names
}

// ordered is an object whose members are encoded in the order of keys, followed
// by the rest by name.
type ordered struct {
	keys    []string
	members map[string]any
}

func (o ordered) MarshalJSON() ([]byte, error) {
	keys := o.keys
	for _, key := range slices.Sorted(maps.Keys(o.members)) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	out := []byte{'{'}
	done := map[string]bool{}
	for _, key := range keys {
		value, ok := o.members[key]
		if !ok || done[key] {
			continue
		}
		done[key] = true
		name, err := EncodeJSON(key)
		if err != nil {
			return nil, err
		}
		b, err := EncodeJSON(value)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), b...)
	}
	return append(out, '}'), nil
}

// unescapeHTML replaces the escapes of <, > and & that encoding/json writes.
func unescapeHTML(doc json.RawMessage) json.RawMessage {
	out := make(json.RawMessage, 0, len(doc))
	for i := 0; i < len(doc); i++ {
		if doc[i] != '\\' {
			out = append(out, doc[i])
			continue
		}
		switch c := hex4(doc, i+2); {
		case doc[i+1] == 'u' && (c == '<' || c == '>' || c == '&'):
			out = append(out, byte(c))
			i += 5
		default:
			out = append(out, doc[i], doc[i+1])
			i++
		}
	}
	return out
}

// rewriteObjects decodes doc and applies edit to every object in it, innermost first.
func rewriteObjects(doc json.RawMessage, edit func(map[string]any)) (any, error) {
	switch doc[0] {
	case '{':
		var members map[string]json.RawMessage
		if err := json.Unmarshal(doc, &members); err != nil {
			return nil, err
		}
		o := make(map[string]any, len(members))
		for key, value := range members {
			switch key {
			case "example", "examples", "default":
				o[key] = unescapeHTML(value)
			default:
				v, err := rewriteObjects(value, edit)
				if err != nil {
					return nil, err
				}
				o[key] = v
			}
		}
		edit(o)
		return o, nil
	case '[':
		var elements []json.RawMessage
		if err := json.Unmarshal(doc, &elements); err != nil {
			return nil, err
		}
		list := make([]any, len(elements))
		for i, value := range elements {
			v, err := rewriteObjects(value, edit)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	err := dec.Decode(&v)
	return v, err
}
