// Package story plays stories: lives of names told as transcripts of what goes
// over the wire, with a clock that jumps. A story is a text file:
//
//	# Alice buys a name.
//	as alice Authorization: Bearer {{token}}
//
//	> alice POST /api/v1/domains {"name":"a.fr"}
//	< 200
//	{"meta":{"balance":"1992.00","on-hold":"0.00","total":1,"error":false},…}
//
//	wait 24h
//
// A step is a line that begins with a verb, and the lines that must come of it,
// up to an empty line, a comment or the next verb. In those, … is any text
// within a line, or on a line of its own any lines; {{name}} is a value that
// the story keeps from there on. A JSON answer that would make a long line is
// laid out over several; nothing else about it changes.
//
// The verbs: "> [who] METHOD URL [body]" asks over HTTP, and a body of @file
// is the section "-- file --" at the story's end; "as who Header: value" is
// what someone sends with each request; "wait" moves the clock by a Go
// duration, "until" to an instant, and what falls due on the way happens; "jump"
// moves it to an instant and nobody sees to it. A World may know more.
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

var update = flag.Bool("update", false, "write what stories and golden files got into them")

// Run plays every story in dir on every engine, each time in a world of its
// own.
func Run(t *testing.T, dir string, world func(testing.TB, store.Store) *World) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no stories in %s (%v)", dir, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() store.Store) { Play(t, path, world(t, open())) })
		})
	}
}

// Play plays one story, and ends with the books in order.
func Play(t *testing.T, path string, w *World) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := &Stage{World: w, Vars: maps.Clone(w.Vars), who: map[string][]string{}, verbs: maps.Clone(verbs)}
	maps.Copy(s.verbs, w.Verbs)
	told, files := parse(string(text), s.verbs)
	s.files = files
	for i := range told {
		if !s.play(t, path, &told[i]) {
			break
		}
	}
	w.audit(t)
	if *update && !t.Failed() {
		write(t, path, string(text), unparse(told, files))
	}
}

// play plays one step; it reports whether the story may go on.
func (s *Stage) play(t *testing.T, path string, st *step) bool {
	t.Helper()
	if st.verb == "" {
		return true
	}
	got, err := s.do(st)
	if err != nil {
		t.Errorf("%s:%d: %s %s: %v", path, st.line, st.verb, st.args, err)
		return false
	}
	want := strings.Join(st.want, "\n")
	if Match(want, got, s.Vars) {
		return true
	}
	if *update {
		st.want = strings.Split(s.hide(got), "\n")
		return true
	}
	t.Errorf("%s:%d: %s %s\ngot:\n%s\nwant:\n%s", path, st.line, st.verb, st.args, got, want)
	return false
}

// Golden compares got with a golden file.
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
		t.Errorf("%s: run with -update and look at the difference\ngot:\n%s", path, got)
	}
}

func write(t *testing.T, path, was, is string) {
	t.Helper()
	if was == is {
		return
	}
	if err := os.WriteFile(path, []byte(is), 0o644); err != nil {
		t.Fatal(err)
	}
}
