package cadastre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Where the clock may be read and where randomness may be taken, as patterns of files;
// everything else is given both by its caller. Tests may do as they need.
var (
	clockReaders = []string{
		"command/runner.go",     // the kernel: the time of a transaction, and the wall clock of frontends
		"server/*.go",           // deadlines of HTTP, durations, the process's own certificates
		"worker/scheduler/*.go", // the environment's clock is real time plus an offset
		"store/storetest/*.go",
		"cmd/*/*.go",
	}
	randomReaders = []string{
		"command/runner.go", // the kernel: authInfo, tokens, TSIG secrets
		"command/authority/*.go", "command/password/*.go",
		"server/*.go", // the environment's key
		"store/storetest/*.go",
		"cmd/*/*.go", "cmd/*/*/*.go",
	}
)

func TestTheClockIsReadWhereListed(t *testing.T) {
	clock, random := map[string]bool{}, map[string]bool{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		file = filepath.ToSlash(file)
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if readsClock(parsed) {
			mark(t, file, "reads the clock", clockReaders, clock)
		}
		if slices.ContainsFunc(parsed.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"crypto/rand"` }) {
			mark(t, file, "imports crypto/rand", randomReaders, random)
		}
	}
	for _, p := range clockReaders {
		if !clock[p] {
			t.Errorf("no file of %s reads the clock: take it from the list", p)
		}
	}
	for _, p := range randomReaders {
		if !random[p] {
			t.Errorf("no file of %s imports crypto/rand: take it from the list", p)
		}
	}
}

// mark records the pattern that allows a file what it does, or fails.
func mark(t *testing.T, file, does string, allowed []string, used map[string]bool) {
	t.Helper()
	for _, pattern := range allowed {
		if ok, _ := path.Match(pattern, file); ok {
			used[pattern] = true
			return
		}
	}
	t.Errorf("%s %s", file, does)
}

// readsClock reports whether a file names time.Now, time.Since or time.Until.
func readsClock(file *ast.File) (reads bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
			reads = true
		}
		return true
	})
	return reads
}
