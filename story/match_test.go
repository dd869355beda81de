package story

import (
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func TestMatchKnowsPlaceholders(t *testing.T) {
	for _, c := range []struct {
		want, got string
		ok        bool
		vars      map[string]string // after it
	}{
		{"< 200\n{}", "< 200\n{}", true, nil},
		{"< 200\n{}", "< 200\n{} ", false, nil},
		{"< 200", "< 200\n{}", false, nil},
		{`{"a":1,…}`, `{"a":1,"b":2}`, true, nil},
		{`{"a":…}`, "{\"a\":1\n}", false, nil},
		{"< 200\n…", "< 200\na\nb", true, nil},
		{"a\n…\nd", "a\nb\nc\nd", true, nil},
		{`{"t":"{{new}}"}`, `{"t":"abc"}`, true, map[string]string{"new": "abc"}},
		{`{"t":"{{new}}"}`, `{"t":""}`, false, nil},
		{`{"id":{{new}},"x":1}`, `{"id":12,"x":1}`, true, map[string]string{"new": "12"}},
		{`{"t":"{{known}}"}`, `{"t":"value"}`, true, nil},
		{`{"t":"{{known}}"}`, `{"t":"other"}`, false, nil},
		{`{{new}} {{new}}`, `a a`, true, map[string]string{"new": "a"}},
		{`{{new}} {{new}}`, `a b`, false, nil},
		{`*.shop`, `a.shop`, false, nil},
	} {
		vars := map[string]string{"known": "value"}
		if got := Match(c.want, c.got, vars); got != c.ok {
			t.Errorf("Match(%q, %q) = %v", c.want, c.got, got)
		}
		want := map[string]string{"known": "value"}
		maps.Copy(want, c.vars)
		if !maps.Equal(vars, want) {
			t.Errorf("Match(%q, %q): names are %v, want %v", c.want, c.got, vars, want)
		}
	}
}

func TestParseAndFormatAreInverse(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if steps, files := parse(string(text), verbs); format(steps, files) != string(text) {
			t.Errorf("%s: became\n%s", path, format(steps, files))
		}
	}
	text := "# a\n> GET /\n< 200\nwait a minute\nplease\n\nnothing known\n-- f --\nwait 1h\n"
	steps, files := parse(text, verbs)
	if got := format(steps, files); got != text {
		t.Errorf("became\n%s", got)
	}
	if len(steps) != 5 || steps[1].want[0] != "< 200" || steps[2].verb != "wait" || steps[4].verb != "nothing" || files[0].text != "wait 1h\n" {
		t.Errorf("steps %+v, files %+v", steps, files)
	}
}

func TestFormatJSONChangesOnlySpace(t *testing.T) {
	long := `{"meta":{"balance":"1.00"},"data":[{"name":"café \"x\" <b>","dns":[],"n":1.50,"o":{}},` +
		`{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}`
	want := `{
  "meta":{"balance":"1.00"},
  "data":[
    {"name":"café \"x\" <b>","dns":[],"n":1.50,"o":{}},
    {"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}
  ]
}`
	if got := formatJSON([]byte(long)); got != want {
		t.Errorf("got\n%s", got)
	}
	for _, same := range []string{"", "{}", "not found", "{ \"a\": 1 }", long[:len(long)-1]} {
		if got := formatJSON([]byte(same)); got != same {
			t.Errorf("%q became %q", same, got)
		}
	}
}
