package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// sampleWidth is the width of the lines in a sample.
const sampleWidth = 100

// Sample returns a sample of a section, whose table is at path: the meaning of each key
// and, as a comment that begins with "#" and no space, the key with its default. Tables
// inside of it follow. A table with names that are free to choose is shown with the name
// in its tag "example".
func Sample(section any, path ...string) string {
	var s sampler
	s.table(reflect.Indirect(reflect.ValueOf(section)), path, "", shape{})
	return s.String()
}

// SampleOptional returns a sample of a section that may be absent, so that its header is
// a comment too.
func SampleOptional(section any, path ...string) string {
	var s sampler
	s.table(reflect.Indirect(reflect.ValueOf(section)), path, "", shape{optional: true})
	return s.String()
}

// A sampler writes a sample.
type sampler struct{ strings.Builder }

// A shape is how a table is written.
type shape struct {
	optional bool // its header is a comment too
	example  bool // with the examples of its keys in place of the defaults
}

// A key is a field of a section.
type key struct {
	name, doc, example string
	value              reflect.Value
}

// keysOf returns the keys of a section, those of embedded structs included.
func keysOf(section reflect.Value) (all []key) {
	for i := range section.NumField() {
		f := section.Type().Field(i)
		name := f.Tag.Get("toml")
		switch {
		case f.Anonymous && name == "":
			all = append(all, keysOf(section.Field(i))...)
		case name != "" && name != "-":
			all = append(all, key{name, f.Tag.Get("doc"), f.Tag.Get("example"), section.Field(i)})
		}
	}
	return all
}

// table writes a table: its doc, its header, its keys, and the tables inside of it.
func (s *sampler) table(v reflect.Value, path []string, doc string, sh shape) {
	if s.Len() > 0 {
		s.WriteString("\n")
	}
	s.comment(doc)
	var scalars, tables []key
	for _, k := range keysOf(v) {
		if isTable(k.value) {
			tables = append(tables, k)
		} else {
			scalars = append(scalars, k)
		}
	}
	if len(scalars) > 0 || !sh.optional {
		s.header(path, sh.optional)
	}
	for _, k := range scalars {
		if sh.example && k.example != "" {
			s.comment(k.doc)
			fmt.Fprintf(s, "#%s = %s\n", k.name, quoted(k.example))
			continue
		}
		s.comment(k.describe())
		fmt.Fprintf(s, "#%s = %s\n", k.name, literal(k.value))
	}
	for _, k := range tables {
		at := append(path[:len(path):len(path)], k.name)
		if k.value.Kind() == reflect.Map {
			s.mapTable(k, at)
		} else {
			s.table(k.value, at, k.doc, sh)
		}
	}
}

// mapTable writes a table whose names are free to choose, with the names and the value
// of the example, such as "create 1y".
func (s *sampler) mapTable(k key, path []string) {
	names, value, _ := strings.Cut(k.example, "=")
	fields := strings.Fields(names)
	t := k.value.Type().Elem()
	for t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		s.table(reflect.New(t).Elem(), append(path, fields...), k.doc, shape{true, true})
		return
	}
	s.WriteString("\n")
	s.comment(k.doc)
	s.header(path, true)
	fmt.Fprintf(s, "#%s = %s\n", strings.TrimSpace(names), strings.TrimSpace(value))
}

// isTable reports whether a value is written as a table.
func isTable(v reflect.Value) bool {
	if v.Kind() == reflect.Map {
		return true
	}
	_, text := v.Interface().(encoding.TextMarshaler)
	return v.Kind() == reflect.Struct && !text
}

// describe returns the doc of a key with its example.
func (k key) describe() string {
	if k.example == "" {
		return k.doc
	}
	return strings.TrimSpace(k.doc + " For example " + quoted(k.example) + ".")
}

// quoted returns an example with double quotes.
func quoted(example string) string { return strings.ReplaceAll(example, "'", `"`) }

func (s *sampler) header(path []string, optional bool) {
	if optional {
		s.WriteString("#")
	}
	fmt.Fprintf(s, "[%s]\n", join(path))
}

// comment writes text as comment lines.
func (s *sampler) comment(text string) {
	line := "#"
	for word := range strings.FieldsSeq(text) {
		if len(line)+1+len(word) > sampleWidth && line != "#" {
			s.WriteString(line + "\n")
			line = "#"
		}
		line += " " + word
	}
	if line != "#" {
		s.WriteString(line + "\n")
	}
}

// literal returns a value in TOML.
func literal(v reflect.Value) string {
	if text, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := text.MarshalText()
		if err != nil {
			panic(err) // a default is valid
		}
		return strconv.Quote(string(b))
	}
	switch v.Kind() {
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Float64:
		text := strconv.FormatFloat(v.Float(), 'f', -1, 64)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		return text
	case reflect.Slice:
		var all []string
		for i := range v.Len() {
			all = append(all, literal(v.Index(i)))
		}
		return "[" + strings.Join(all, ", ") + "]"
	}
	return fmt.Sprint(v.Interface())
}
