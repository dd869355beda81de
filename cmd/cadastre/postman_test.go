package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/server"
)

// A collection is the part of a Postman collection that its requests need.
type collection struct {
	Auth     postmanAuth
	Variable []postmanValue
	Item     []struct{ Item []postmanItem }
}

type postmanItem struct {
	Name  string
	Event []struct {
		Script struct{ Exec []string }
	}
	Request struct {
		Method string
		Auth   postmanAuth
		Header []postmanValue
		Body   struct {
			Raw        string
			URLEncoded []postmanValue
		}
		URL struct {
			Path            []string
			Query, Variable []postmanValue
		}
	}
}

type postmanValue struct {
	Key, Value string
	Disabled   bool
}

type postmanAuth struct{ Type string }

// TestPostmanCollectionsRunAgainstADemo sends the requests of each collection in their
// order and executes its scripts, as far as the kit writes them.
func TestPostmanCollectionsRunAgainstADemo(t *testing.T) {
	d := sharedDemo(t)
	b, err := os.ReadFile(filepath.Join(d.dir, "demo.json"))
	var infos map[string]map[string]json.RawMessage
	if err != nil || json.Unmarshal(b, &infos) != nil {
		t.Fatal(err, "demo.json")
	}
	for _, dialect := range server.Dialects() {
		t.Run(dialect.Name, func(t *testing.T) {
			p := &postmanRun{t: t, variables: map[string]string{"stamp": "walk-" + dialect.Name}}
			p.login(infos["production"][dialect.Name])
			res, err := http.Get(d.info["production"].HTTP + "/docs/" + dialect.Name + "/postman.json")
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			var c collection
			if err := json.NewDecoder(res.Body).Decode(&c); err != nil {
				t.Fatal(err)
			}
			patterns := p.run(c)
			for i := range dialect.Routes {
				if r := &dialect.Routes[i]; !patterns[r.Method()+" "+regexp.MustCompile(`\{(\w+)\}`).ReplaceAllString(r.Path(), ":$1")] {
					t.Errorf("no request of %s", r.Pattern)
				}
			}
		})
	}
}

// A postmanRun sends the requests of one collection.
type postmanRun struct {
	t         *testing.T
	variables map[string]string
}

// login sets the credentials of the first login among a dialect's members of demo.json.
func (p *postmanRun) login(users json.RawMessage) {
	var all []map[string]string
	if json.Unmarshal(users, &all) != nil || len(all) == 0 {
		return
	}
	for key, value := range all[0] {
		p.variables[key] = value
	}
	if key := all[0]["apikey"]; key != "" {
		p.variables["username"], p.variables["password"] = all[0]["email"], key
	}
}

// run sends the requests of c; it returns their methods and paths.
func (p *postmanRun) run(c collection) map[string]bool {
	for _, v := range c.Variable {
		if v.Value != "" {
			p.variables[v.Key] = v.Value
		}
	}
	patterns := map[string]bool{}
	for _, folder := range c.Item {
		for _, item := range folder.Item {
			patterns[item.Request.Method+" /"+strings.Join(item.Request.URL.Path, "/")] = true
			if item.Request.Auth.Type == "" {
				item.Request.Auth = c.Auth
			}
			p.send(item)
		}
	}
	return patterns
}

var (
	scriptSkip   = regexp.MustCompile(`^if \(!pm\.variables\.get\("(\w+)"\)\) pm\.execution\.skipRequest\(\);$`)
	scriptStatus = regexp.MustCompile(`^pm\.test\("status (\d+)", `)
	scriptWant   = regexp.MustCompile(`^pm\.test\(".*", \(\) => pm\.expect\(String\(pm\.response\.json\(\)\.?(.*)\)\)\.to\.eql\("(.*)"\)\);$`)
	scriptKeep   = regexp.MustCompile(`^pm\.collectionVariables\.set\("(\w+)", pm\.response\.json\(\)\.?(.*)\);$`)
	variable     = regexp.MustCompile(`\{\{(\w+)\}\}`)
	pathStep     = regexp.MustCompile(`\w+`)
)

// send sends one request and executes its scripts.
func (p *postmanRun) send(item postmanItem) {
	var lines []string
	for _, e := range item.Event {
		lines = append(lines, e.Script.Exec...)
	}
	for _, line := range lines {
		if m := scriptSkip.FindStringSubmatch(line); m != nil && p.variables[m[1]] == "" {
			return
		}
	}
	req := p.request(item)
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var document any
	json.Unmarshal(body, &document) // a file is none
	for _, line := range lines {
		if m := scriptStatus.FindStringSubmatch(line); m != nil && m[1] != fmt.Sprint(res.StatusCode) {
			p.t.Errorf("%s: %d, want %s: %.300s", item.Name, res.StatusCode, m[1], body)
		}
		if m := scriptWant.FindStringSubmatch(line); m != nil && member(document, m[1]) != m[2] {
			p.t.Errorf("%s: %s is %q, want %q: %.300s", item.Name, m[1], member(document, m[1]), m[2], body)
		}
		if m := scriptKeep.FindStringSubmatch(line); m != nil {
			if p.variables[m[1]] = member(document, m[2]); p.variables[m[1]] == "" {
				p.t.Errorf("%s: no %s in %.300s", item.Name, m[2], body)
			}
		}
	}
}

// request returns the HTTP request of an item.
func (p *postmanRun) request(item postmanItem) *http.Request {
	r := item.Request
	path := make([]string, len(r.URL.Path))
	for i, segment := range r.URL.Path {
		path[i] = segment
		for _, v := range r.URL.Variable {
			if segment == ":"+v.Key {
				path[i] = url.PathEscape(p.fill(v.Value))
			}
		}
	}
	body := p.fill(r.Body.Raw)
	if form := p.form(r.Body.URLEncoded); form != "" {
		body = form
	}
	req, err := http.NewRequest(r.Method, p.variables["baseUrl"]+"/"+strings.Join(path, "/"), strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.URL.RawQuery = p.form(r.URL.Query)
	if r.Body.URLEncoded != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range r.Header {
		if !h.Disabled {
			req.Header.Set(h.Key, p.fill(h.Value))
		}
	}
	switch r.Auth.Type {
	case "bearer":
		req.Header.Set("Authorization", "Bearer "+p.variables["token"])
	case "basic":
		req.SetBasicAuth(p.variables["username"], p.variables["password"])
	}
	return req
}

// fill returns text with the values of its variables.
func (p *postmanRun) fill(text string) string {
	return variable.ReplaceAllStringFunc(text, func(v string) string { return p.variables[strings.Trim(v, "{}")] })
}

// form returns the parameters that are not disabled, urlencoded.
func (p *postmanRun) form(params []postmanValue) string {
	form := url.Values{}
	for _, v := range params {
		if !v.Disabled {
			form.Add(v.Key, p.fill(v.Value))
		}
	}
	return form.Encode()
}

// member returns the text of the member at a path, such as data[0].id; "" if there is
// none.
func member(document any, path string) string {
	for _, step := range pathStep.FindAllString(path, -1) {
		switch v := document.(type) {
		case map[string]any:
			document = v[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(v) {
				return ""
			}
			document = v[i]
		default:
			return ""
		}
	}
	switch v := document.(type) {
	case nil:
		return ""
	case float64:
		return fmt.Sprintf("%.0f", v)
	default:
		return fmt.Sprint(v)
	}
}
