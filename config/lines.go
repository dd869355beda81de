package config

import "github.com/pelletier/go-toml/v2/unstable"

// linesOf returns the lines of the keys and tables in a document without syntax errors,
// by path. A table that is not written, such as that of a dotted key, has the line of
// its first key.
func linesOf(b []byte) map[string]int {
	lines := map[string]int{}
	var p unstable.Parser
	p.Reset(b)
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = record(lines, &p, nil, e)
		case unstable.KeyValue:
			recordValue(lines, &p, table, e)
		}
	}
	return lines
}

// recordValue records a key below a path, and the keys of its inline table.
func recordValue(lines map[string]int, p *unstable.Parser, path []string, e *unstable.Node) {
	path = record(lines, p, path, e)
	if v := e.Value(); v.Kind == unstable.InlineTable {
		for children := v.Children(); children.Next(); {
			recordValue(lines, p, path, children.Node())
		}
	}
}

// record records the line of e's key, below a path, and returns the path of the key.
func record(lines map[string]int, p *unstable.Parser, path []string, e *unstable.Node) []string {
	path = append([]string(nil), path...)
	for key := e.Key(); key.Next(); {
		path = append(path, string(key.Node().Data))
		if _, ok := lines[join(path)]; !ok {
			lines[join(path)] = p.Shape(key.Node().Raw).Start.Line
		}
	}
	return path
}
