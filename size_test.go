package cadastre_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Limits of what ships.
const (
	maxFiles      = 40  // of a package, tests aside
	maxFileLines  = 300 // of a file
	medianLines   = 110 // of all files
	maxFuncLines  = 60  // of a function, its comment aside
	maxComplexity = 15  // of a function, but for maxComplex of them
	maxComplex    = 10
)

// notShipped are the packages that only tests and measurements use.
var notShipped = []string{"cmd/bench", "cmd/exam", "story", "store/storetest", "tld/tldtest"}

// TestSizes checks the lengths of packages, files and functions, and how many branches
// functions have.
func TestSizes(t *testing.T) {
	files := map[string]int{}
	var lengths []int
	var complex []string
	for _, file := range goFiles(t) {
		dir := filepath.ToSlash(filepath.Dir(file))
		if strings.HasSuffix(file, "_test.go") || slices.Contains(notShipped, dir) {
			continue
		}
		files[dir]++
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		lines := fset.Position(parsed.FileEnd).Line
		lengths = append(lengths, lines)
		if lines > maxFileLines {
			t.Errorf("%s has %d lines", file, lines)
		}
		if n := useCases(parsed); n > 1 && strings.HasPrefix(dir, "command/") {
			t.Errorf("%s has %d use cases", file, n)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := fset.Position(f.End()).Line - fset.Position(f.Pos()).Line + 1; n > maxFuncLines {
				t.Errorf("%s: %s has %d lines", file, f.Name.Name, n)
			}
			if n := complexity(f); n > maxComplexity {
				complex = append(complex, fmt.Sprintf("%s: %s has complexity %d", file, f.Name.Name, n))
			}
		}
	}
	for dir, n := range files {
		if n > maxFiles {
			t.Errorf("%s has %d files", dir, n)
		}
	}
	if slices.Sort(lengths); lengths[len(lengths)/2] > medianLines {
		t.Errorf("the median file has %d lines", lengths[len(lengths)/2])
	}
	if len(complex) > maxComplex {
		t.Errorf("%d functions have a complexity above %d:\n%s", len(complex), maxComplexity, strings.Join(complex, "\n"))
	}
}

// useCases counts the exported types of a file that have Run(*command.Tx) or
// Answer(*command.Snapshot).
func useCases(file *ast.File) int {
	n := 0
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if ok && f.Recv != nil && (f.Name.Name == "Run" || f.Name.Name == "Answer") && exportedReceiver(f) && len(f.Type.Params.List) == 1 {
			n++
		}
	}
	return n
}

// complexity returns the cyclomatic complexity of a function: one more than its ifs,
// loops, cases, and conjunctions and disjunctions. Function literals count as part of it.
func complexity(f *ast.FuncDecl) int {
	n := 1
	ast.Inspect(f, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil { // not default
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}
