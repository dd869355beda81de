package registry_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// No two verbs have the same text, which rows and messages store.
func TestVerbsDiffer(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "verb.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Verb") {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Error(err)
		}
		if other := seen[text]; other != "" {
			t.Errorf("%s and %s are both %q", other, spec.Names[0].Name, text)
		}
		seen[text] = spec.Names[0].Name
		return true
	})
	if len(seen) < 40 {
		t.Errorf("%d verbs found", len(seen))
	}
}
