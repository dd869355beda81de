package config

import (
	"fmt"
	"strings"
)

// A Rename is the old spelling of a key, which is still read.
type Rename struct {
	Old  string // path of names with dots between them; "*" is any name
	New  string // its path now, with the same names for "*"; "": the key has no effect
	List bool   // the value was a string and is now a list of strings
}

// rename moves the values with the old spelling r. If the new path is inside of the old
// one, such as http and http.listen, tables stay where they are.
func (d *Document) rename(r Rename) error {
	return d.renameBelow(r, d.tables, strings.Split(r.Old, "."), nil)
}

// renameBelow renames the remaining names of r.Old in table, whose path is given.
func (d *Document) renameBelow(r Rename, table map[string]any, remaining, path []string) error {
	name := remaining[0]
	if name == "*" {
		for n := range table {
			if err := d.renameBelow(r, table, append([]string{n}, remaining[1:]...), path); err != nil {
				return err
			}
		}
		return nil
	}
	v, ok := table[name]
	if !ok {
		return nil
	}
	below, isTable := v.(map[string]any)
	path = append(path[:len(path):len(path)], name)
	if len(remaining) > 1 {
		if !isTable {
			return nil // the section reports the wrong type
		}
		return d.renameBelow(r, below, remaining[1:], path)
	}
	if isTable && strings.HasPrefix(r.New, r.Old+".") {
		return nil
	}
	delete(table, name)
	return d.move(r, v, path)
}

// move puts the value v, found at path, to its new path.
func (d *Document) move(r Rename, v any, path []string) error {
	line := d.lines[join(path)]
	if r.New == "" {
		d.Deprecated = append(d.Deprecated, fmt.Sprintf("line %d: %s has no effect", line, join(path)))
		return nil
	}
	to := strings.Split(r.New, ".")
	for i, n := range strings.Split(r.Old, ".") {
		if n == "*" {
			to[i] = path[i]
		}
	}
	if text, ok := v.(string); ok && r.List {
		if v = []any{}; text != "" {
			v = []any{text}
		}
	}
	table, last := d.tables, to[len(to)-1]
	for i, n := range to[:len(to)-1] {
		if table[n] == nil {
			table[n] = map[string]any{}
		}
		next, ok := table[n].(map[string]any)
		if !ok {
			return d.errorAt(to[:i+1], "is not a table")
		}
		table = next
	}
	if _, twice := table[last]; twice {
		return d.errorAt(to, "is set twice, since "+join(path)+" is its old spelling")
	}
	table[last] = v
	d.oldPaths[join(to)] = join(path)
	d.Deprecated = append(d.Deprecated, fmt.Sprintf("line %d: %s is now %s", line, join(path), join(to)))
	return nil
}
