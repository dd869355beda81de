// Package config reads the configuration of a program from TOML and prints a sample of
// it. It knows nothing of a registry.
//
// A section is a struct with its defaults. Each field is a key: the tag "toml" names it,
// "doc" says what it means, and "example" is a value for keys whose default is empty, as
// a TOML literal. Parse reads a document, Document.Decode fills a section from it, and
// Sample prints a section.
package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Document is a parsed document.
type Document struct {
	// Deprecated are the old spellings in the document, such as "line 4: epp_idle is
	// now epp.idle".
	Deprecated []string

	tables   map[string]any
	lines    map[string]int    // of keys and tables, by path as written
	oldPaths map[string]string // paths as written, by new path
}

// Parse parses a document. Keys with an old spelling are moved to the new one.
func Parse(b []byte, renames ...Rename) (*Document, error) {
	d := &Document{tables: map[string]any{}, oldPaths: map[string]string{}}
	if err := toml.Unmarshal(b, &d.tables); err != nil {
		if e, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ := e.Position()
			return nil, fmt.Errorf("line %d: %s", line, strings.TrimPrefix(e.Error(), "toml: "))
		}
		return nil, err
	}
	d.lines = linesOf(b)
	for _, r := range renames {
		if err := d.rename(r); err != nil {
			return nil, err
		}
	}
	slices.Sort(d.Deprecated)
	return d, nil
}

// Names returns the names in the table at path, sorted; nil if there is no such table.
func (d *Document) Names(path ...string) []string {
	t, _ := d.lookup(path).(map[string]any)
	return slices.Sorted(maps.Keys(t))
}

// lookup returns the value at path; nil if there is none.
func (d *Document) lookup(path []string) any {
	var v any = d.tables
	for _, name := range path {
		t, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = t[name]
	}
	return v
}

// Decode fills section, a pointer to a struct with its defaults, from the table at path.
// Keys that section does not have are errors, except those named in elsewhere.
func (d *Document) Decode(section any, path []string, elsewhere ...string) error {
	v := d.lookup(path)
	if v == nil {
		return nil
	}
	t, ok := v.(map[string]any)
	if !ok {
		return d.errorAt(path, "is not a table")
	}
	own := maps.Clone(t)
	for _, name := range elsewhere {
		delete(own, name)
	}
	b, err := toml.Marshal(own)
	if err != nil {
		return d.errorAt(path, err.Error())
	}
	err = toml.NewDecoder(strings.NewReader(string(b))).DisallowUnknownFields().Decode(section)
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		return d.unknown(path, unknown)
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		return d.errorAt(slices.Concat(path, e.Key()), strings.TrimPrefix(e.Error(), "toml: "))
	}
	return err
}

// unknown returns the error of the unknown key that is written first.
func (d *Document) unknown(path []string, err *toml.StrictMissingError) error {
	line, first := 0, ""
	for i := range err.Errors {
		n, written := d.position(slices.Concat(path, err.Errors[i].Key()))
		if first == "" || n < line {
			line, first = n, written
		}
	}
	return fmt.Errorf("line %d: unknown key %s", line, first)
}

// errorAt returns an error about the value at path, which names its line.
func (d *Document) errorAt(path []string, text string) error {
	line, written := d.position(path)
	return fmt.Errorf("line %d: %s: %s", line, written, text)
}

// position returns the line of a path and the path as written. A key without a line,
// such as one inside of a list, has that of the table or list.
func (d *Document) position(path []string) (line int, written string) {
	for n := len(path); n > 0; n-- {
		if old, ok := d.oldPaths[join(path[:n])]; ok {
			path = append(strings.Split(old, "."), path[n:]...)
			break
		}
	}
	for n := len(path); n > 0; n-- {
		if line, ok := d.lines[join(path[:n])]; ok {
			return line, join(path)
		}
	}
	return 0, join(path)
}

func join(path []string) string { return strings.Join(path, ".") }
