package cadastre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"testing"
)

// qualifiedName matches the name of another package in a comment, such as ledger.Charge.
var qualifiedName = regexp.MustCompile(`(?:^|[\s("])([a-z]+)\.([A-Z]\w+)`)

// TestCommentsNameWhatExists checks that a comment that names something of a package of
// the module names what the package declares.
func TestCommentsNameWhatExists(t *testing.T) {
	declared := map[string]map[string]bool{} // by the name of the package; two may share one
	var files []*ast.File
	fset := token.NewFileSet()
	for _, file := range goFiles(t) {
		parsed, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, parsed)
		names := declared[parsed.Name.Name]
		if names == nil {
			names = map[string]bool{}
			declared[parsed.Name.Name] = names
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
			case *ast.TypeSpec:
				names[n.Name.Name] = true
			case *ast.ValueSpec:
				for _, id := range n.Names {
					names[id.Name] = true
				}
			}
			return true
		})
	}
	for _, file := range files {
		for _, group := range file.Comments {
			for _, m := range qualifiedName.FindAllStringSubmatch(group.Text(), -1) {
				if names := declared[m[1]]; names != nil && !names[m[2]] {
					t.Errorf("%s: the comment names %s.%s, which does not exist", fset.Position(group.Pos()), m[1], m[2])
				}
			}
		}
	}
}
