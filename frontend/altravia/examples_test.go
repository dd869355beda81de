package altravia_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/altravia"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/store/sqlite"
	"github.com/cadastre-registry/cadastre/story"
)

// TestDocumentedExamplesAreRecorded sends the requests in testdata/examples.txt and
// compares the responses with examples.json, which the documentation shows. With
// -update it writes that file.
func TestDocumentedExamplesAreRecorded(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "examples.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	r := &recorder{t: t, Fixture: newFixture(t, st), vars: map[string]string{}}
	script, err := os.ReadFile("testdata/examples.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(script)) {
		r.play(strings.TrimSpace(line), st.Close)
	}
	b, err := rest.EncodeJSON(r.examples)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(numberHandles(string(b)), `{"pattern"`, "\n"+`{"pattern"`) + "\n"
	story.Golden(t, "examples.json", text)
}

// numberHandles replaces the handles in text, which are random, by numbers that count them.
func numberHandles(text string) string {
	known := map[string]string{}
	return regexp.MustCompile(`AV-[1-9][0-9]{8}`).ReplaceAllStringFunc(text, func(handle string) string {
		if known[handle] == "" {
			known[handle] = fmt.Sprintf("AV-%d", 982654609+len(known))
		}
		return known[handle]
	})
}

type recorder struct {
	*story.Fixture
	t        *testing.T
	vars     map[string]string
	examples []altravia.Example
	pattern  string
}

var (
	placeholder = regexp.MustCompile(`\{\{([a-z0-9.]+)\}\}`)
	keep        = regexp.MustCompile(`^keep (\S+) (\S+)$`)
	requestLine = regexp.MustCompile(`^(\S+) (GET|POST|PUT|PATCH|DELETE) (\S+) ?(.*)$`)
)

// play runs one line of the script: "# pattern" begins a route; "record reason
// description" records the next call; "keep name member" stores a member of the last
// response as a variable.
func (r *recorder) play(line string, closeStore func() error) {
	r.t.Helper()
	line = placeholder.ReplaceAllStringFunc(line, func(h string) string {
		if v, ok := r.vars[strings.Trim(h, "{}")]; ok {
			return v
		}
		return r.Vars[strings.Trim(h, "{}")]
	})
	verb, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "", verb == "//":
	case verb == "#":
		r.pattern = rest
	case verb == "record":
		reason, description, _ := strings.Cut(rest, " ")
		if reason == "-" {
			reason = ""
		}
		r.examples = append(r.examples, altravia.Example{Pattern: r.pattern, Reason: reason, Description: description})
	case verb == "keep":
		m := keep.FindStringSubmatch(line)
		r.vars[m[1]] = regexp.MustCompile(`"` + m[2] + `":"([^"]*)"`).FindStringSubmatch(r.vars["answer"])[1]
	case r.Verbs[verb] != nil:
		if _, err := r.Verbs[verb](nil, rest); err != nil {
			r.t.Fatal(err)
		}
	case verb == "break":
		closeStore()
	default:
		r.ask(line)
	}
}

func (r *recorder) ask(line string) {
	r.t.Helper()
	m := requestLine.FindStringSubmatch(line)
	if m == nil {
		r.t.Fatalf("cannot parse %q", line)
	}
	req := httptest.NewRequest(m[2], m[3], strings.NewReader(m[4]))
	req.Host = altravia.Dialect.Host
	switch name, kind, _ := strings.Cut(m[1], "."); {
	case kind == "basic":
		req.Header.Set("Authorization", "Basic "+r.Vars[m[1]])
	case name != "anonymous":
		req.Header.Set("Authorization", "Bearer "+r.vars[m[1]])
	}
	w := httptest.NewRecorder()
	r.Handler.ServeHTTP(w, req)
	r.vars["answer"] = w.Body.String()
	if n := len(r.examples); n > 0 && r.examples[n-1].Status == 0 {
		e := &r.examples[n-1]
		e.Request, e.Status = m[2]+" "+m[3], w.Code
		if w.Body.Len() > 0 {
			e.Body = json.RawMessage(w.Body.Bytes())
		}
	} else if w.Code >= 300 {
		r.t.Errorf("%s: %d %s", line, w.Code, w.Body)
	}
}

// TestOpenAPIIsComplete checks that every route is described, and that all of its
// examples are recorded responses.
func TestOpenAPIIsComplete(t *testing.T) {
	doc := document(t)
	for i := range altravia.Dialect.Routes {
		r := &altravia.Dialect.Routes[i]
		if r.Summary == "" || r.Description == "" || r.Tag == "" || r.Response == nil {
			t.Errorf("%s: summary, description, tag or response is missing", r.Pattern)
		}
		known := map[string]bool{}
		for _, e := range append(altravia.Examples(r.Pattern), altravia.Examples(altravia.UnauthorizedPattern(r.Pattern))...) {
			known[compact(t, e.Body)] = true
		}
		op := doc.Paths[r.Path()][strings.ToLower(r.Method())]
		for status, response := range op.Responses {
			for _, content := range response.Content {
				for _, example := range content.Examples {
					if !known[compact(t, example.Value)] {
						t.Errorf("%s: %s: not recorded: %s", r.Pattern, status, example.Value)
					}
				}
				if content.Example != nil && !known[compact(t, content.Example)] {
					t.Errorf("%s: %s: not recorded: %s", r.Pattern, status, content.Example)
				}
			}
		}
	}
}

func compact(t *testing.T, body []byte) string {
	t.Helper()
	if len(body) == 0 {
		return ""
	}
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v) // sorts the members
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
