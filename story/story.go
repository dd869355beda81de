// Package story runs stories: test scripts that are transcripts of requests and
// responses, with a simulated clock. A story is a text file:
//
//	# Alice registers a domain.
//	as alice Authorization: Bearer {{token}}
//
//	> alice POST /api/v1/domains {"name":"a.fr"}
//	< 200
//	{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},…}
//
//	wait 24h
//
// A step is a line that begins with a verb, and the lines of its expected output, up
// to an empty line, a comment or the next verb. In the output, … matches any text
// within a line, or on a line of its own any lines; {{name}} is a placeholder: it
// matches its value, which is set at its first use. A long JSON response is broken
// into several lines; nothing else about it changes.
//
// The verbs: "> [client] METHOD URL [body]" sends an HTTP request; a body of @file is
// the section "-- file --" at the story's end. "as client Header: value" sets a
// header that the client sends with each request. "wait" advances the clock by a Go
// duration, "until" to an instant; what falls due on the way happens. "jump" sets
// the clock to an instant without that. A Fixture may add verbs.
package story

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
)

var update = flag.Bool("update", false, "rewrite stories and golden files with the actual output")

// Run runs every story in dir on every engine, each in a new fixture.
func Run(t *testing.T, dir string, newFixture func(testing.TB, store.Store) *Fixture) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories in %s (%v)", dir, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() store.Store) { Play(t, path, newFixture(t, open())) })
		})
	}
}

// Play runs one story and then checks the store with ledger.Audit.
func Play(t *testing.T, path string, f *Fixture) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &State{Fixture: f, Vars: maps.Clone(f.Vars), headers: map[string][]string{}, verbs: maps.Clone(verbs)}
	maps.Copy(s.verbs, f.Verbs)
	steps, files := parse(string(text), s.verbs)
	s.files = files
	for i := range steps {
		if !s.runStep(t, path, &steps[i]) {
			break
		}
	}
	f.audit(t)
	if *update && !t.Failed() {
		write(t, path, string(text), format(steps, files))
	}
}

// runStep runs one step. It reports whether the story can continue.
func (s *State) runStep(t *testing.T, path string, st *step) bool {
	t.Helper()
	if st.verb == "" {
		return true
	}
	got, err := s.runVerb(st)
	if err != nil {
		t.Errorf("%s:%d: %s %s: %v", path, st.line, st.verb, st.args, err)
		return false
	}
	want := strings.Join(st.want, "\n")
	if Match(want, got, s.Vars) {
		return true
	}
	if *update {
		st.want = strings.Split(s.maskSecrets(got), "\n")
		return true
	}
	t.Errorf("%s:%d: %s %s\ngot:\n%s\nwant:\n%s", path, st.line, st.verb, st.args, got, want)
	return false
}

// Golden compares got with the golden file at path, which -update rewrites.
func Golden(t *testing.T, path, got string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if *update {
		write(t, path, string(want), got)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s: run with -update and review the difference\ngot:\n%s", path, got)
	}
}

// write replaces the content of a file, if it changed.
func write(t *testing.T, path, before, after string) {
	t.Helper()
	if before == after {
		return
	}
	if err := os.WriteFile(path, []byte(after), 0o644); err != nil {
		t.Fatal(err)
	}
}
