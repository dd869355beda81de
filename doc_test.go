package cadastre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// selfEvident are the methods whose type's comment, or a standard interface, says what
// they do.
var selfEvident = []string{"Run", "Answer", "Error", "String", "Wrapped", "Unwrap", "Close", "ServeHTTP", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "Read", "Write"}

// goFileName matches a file that the comment of a package mentions.
var goFileName = regexp.MustCompile(`\b[a-z0-9_]+\*?[a-z0-9_]*\.go\b`)

// TestExportedNamesAreDocumented checks that packages, and their exported types,
// functions, methods, constants and variables, have a comment. A comment on a group of
// constants or variables, or behind one of them, counts, and so does the comment of a
// constant's type. Methods of one line need none.
func TestExportedNamesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(file)
		documented[dir] = documented[dir] || parsed.Doc != nil
		for _, mentioned := range goFileName.FindAllString(parsed.Doc.Text(), -1) {
			if found, _ := filepath.Glob(filepath.Join(dir, mentioned)); len(found) == 0 {
				t.Errorf("%s: the comment of the package mentions %s, which does not exist", file, mentioned)
			}
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Doc != nil && !beginsWith(f.Doc.Text(), f.Name.Name) {
				t.Errorf("%s: the comment of %s begins with another word", fset.Position(f.Pos()), f.Name.Name)
			}
			for _, id := range undocumented(d) {
				if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && fset.Position(f.Pos()).Line == fset.Position(f.End()).Line {
					continue
				}
				t.Errorf("%s: %s has no comment", fset.Position(id.Pos()), id.Name)
			}
		}
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

// beginsWith reports whether a comment begins with a name, alone or after an article.
func beginsWith(comment, name string) bool {
	words := strings.Fields(comment)
	for _, article := range []string{"A", "An", "The"} {
		if len(words) > 1 && words[0] == article {
			words = words[1:]
		}
	}
	return len(words) > 0 && strings.TrimRight(words[0], ",.:;") == name
}

// undocumented returns the exported names of a declaration that have no comment.
func undocumented(d ast.Decl) []*ast.Ident {
	var all []*ast.Ident
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && !slices.Contains(selfEvident, d.Name.Name) && exportedReceiver(d) {
			all = append(all, d.Name)
		}
	case *ast.GenDecl:
		typed := false // the constants before, as with iota
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if d.Doc == nil && s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
					all = append(all, s.Name)
				}
			case *ast.ValueSpec:
				typed = d.Tok == token.CONST && (s.Type != nil || typed && s.Values == nil)
				for _, id := range s.Names {
					if d.Doc == nil && s.Doc == nil && s.Comment == nil && !typed && id.IsExported() {
						all = append(all, id)
					}
				}
			}
		}
	}
	return all
}

// exportedReceiver reports whether d is a function, or a method of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	kind := d.Recv.List[0].Type
	for {
		switch k := kind.(type) {
		case *ast.StarExpr:
			kind = k.X
		case *ast.IndexExpr:
			kind = k.X
		case *ast.IndexListExpr:
			kind = k.X
		case *ast.Ident:
			return k.IsExported()
		default:
			return true
		}
	}
}

// TestTheDesignListsThePackages checks that the table of packages in DESIGN.md has
// every package, and no other. "tld/*" stands for all of a folder.
func TestTheDesignListsThePackages(t *testing.T) {
	text, err := os.ReadFile("DESIGN.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| package | content |")
	table, _, _ = strings.Cut(table, "\n\n")
	var listed []string
	for line := range strings.Lines(table) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		for p := range strings.SplitSeq(cell, ", ") {
			if p = strings.Trim(p, "`"); p != "" && !strings.HasPrefix(p, "|") && p != "\n" {
				listed = append(listed, p)
			}
		}
	}
	for p := range packages(t) {
		if !matches(listed, p) && !matches(listed, filepath.ToSlash(filepath.Dir(p))) {
			t.Errorf("DESIGN.md does not list %s", p)
		}
	}
	for _, p := range listed {
		if found, _ := filepath.Glob(filepath.FromSlash(p)); len(found) == 0 {
			t.Errorf("DESIGN.md lists %s, which does not exist", p)
		}
	}
}
