package cadastre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestFrontendsWriteThroughOneCoreCommand checks the commands of frontends, which read
// what a dialect needs and run one command of package command or below. After that they
// may only read: a later write would escape the rules, the charge and the change log of
// the core command, and a command for a name at another registry could not undo it.
func TestFrontendsWriteThroughOneCoreCommand(t *testing.T) {
	checked := 0
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") || !strings.HasPrefix(filepath.ToSlash(file), "frontend/") {
			continue
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if tx := txParam(f); ok && tx != "" {
				checked++
				for _, pos := range writesAfterCore(f.Body, tx) {
					t.Errorf("%s: %s may write here, after its core command", fset.Position(pos), f.Name.Name)
				}
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d functions with a transaction were found", checked)
	}
}

func TestAWriteAfterTheCoreCommandIsFound(t *testing.T) {
	for body, want := range map[string]int{
		`return object.DeleteDomain{}.Run(t)`:                                                      0,
		`if x { return a.Run(t) }; return b.Run(t)`:                                                0,
		`d, err := load(t); r, err := a.Run(t); return read(t.Snapshot, r)`:                        0,
		`r, err := a.Run(t); return host.SaveHost(t, r)`:                                           1,
		`if _, err := a.Run(t); err != nil { return err }; return b.Run(t)`:                        1,
		`r, err := a.Run(t); t.QueueMessage(r); t.AppendChange(r)`:                                 2,
		`t.SaveRegistrar(r); return a.Run(t)`:                                                      1,
		`err := a.Run(t); return f(func() { g(t) })`:                                               1,
		`r, err := a.Run(t.As(owner)); return host.SaveHost(t, r)`:                                 1,
		`for _, n := range names { r, err := a.Run(t); if err != nil { return err } }; return nil`: 0,
	} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\nfunc run(t *command.Tx) {"+body+"}", 0)
		if err != nil {
			t.Fatal(err)
		}
		f := parsed.Decls[0].(*ast.FuncDecl)
		if got := writesAfterCore(f.Body, txParam(f)); len(got) != want {
			t.Errorf("%s: %d writes, want %d", body, len(got), want)
		}
	}
}

// txParam returns the name of f's parameter of type *command.Tx; "" if it has none.
func txParam(f *ast.FuncDecl) string {
	if f == nil || f.Body == nil {
		return ""
	}
	for _, p := range f.Type.Params.List {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok || len(p.Names) == 0 {
			continue
		}
		if s, ok := star.X.(*ast.SelectorExpr); ok && s.Sel.Name == "Tx" {
			return p.Names[0].Name
		}
	}
	return ""
}

// writers are the methods of command.Tx that write.
var writers = []string{"SaveRegistrar", "AppendChange", "AppendChangeAt", "QueueMessage", "QueueSponsorMessage", "NewObjectIDs", "NewDomainIDs"}

// writesAfterCore returns the calls in body that call a writer of tx, or that are given
// tx after a Run whose result the function did not return at once.
func writesAfterCore(body *ast.BlockStmt, tx string) (found []token.Pos) {
	var returned []ast.Expr
	core := token.Pos(0)
	ast.Inspect(body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok {
			returned = append(returned, r.Results...)
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, _ := call.Fun.(*ast.SelectorExpr)
		given := slices.ContainsFunc(call.Args, func(a ast.Expr) bool { return isTx(a, tx) })
		switch {
		case method != nil && isTx(method.X, tx) && slices.Contains(writers, method.Sel.Name), given && core != 0:
			found = append(found, call.Pos())
		case given && method != nil && method.Sel.Name == "Run" && !slices.Contains(returned, ast.Expr(call)):
			core = call.Pos()
		}
		return true
	})
	return found
}

// isTx reports whether e is the transaction, or one for another actor or time.
func isTx(e ast.Expr, tx string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == tx
	case *ast.CallExpr:
		s, ok := e.Fun.(*ast.SelectorExpr)
		return ok && (s.Sel.Name == "As" || s.Sel.Name == "At") && isTx(s.X, tx)
	}
	return false
}
