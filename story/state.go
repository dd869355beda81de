package story

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A State is the state of a running story.
type State struct {
	*Fixture
	Vars map[string]string // values of placeholders

	files   []file
	verbs   map[string]Verb
	headers map[string][]string // request headers by client: "Name: value"
}

// A Verb runs one step of a story, and returns the output that the story compares.
type Verb func(s *State, args string) (string, error)

// runVerb runs the verb of a step.
func (s *State) runVerb(st *step) (string, error) {
	verb, ok := s.verbs[st.verb]
	if !ok {
		return "", fmt.Errorf("unknown verb; known are %q", slices.Sorted(maps.Keys(s.verbs)))
	}
	return verb(s, expand(st.args, s.Vars))
}

var verbs = map[string]Verb{
	">":     (*State).request,
	"as":    (*State).setHeader,
	"wait":  (*State).wait,
	"until": (*State).until,
	"jump":  (*State).jump,
}

// setHeader sets a header that a client sends with every request.
func (s *State) setHeader(args string) (string, error) {
	client, header, ok := strings.Cut(args, " ")
	if !ok || !strings.Contains(header, ": ") {
		return "", fmt.Errorf("as NAME Header: value")
	}
	name, _, _ := strings.Cut(header, ": ")
	kept := slices.DeleteFunc(s.headers[client], func(h string) bool { return strings.HasPrefix(h, name+": ") })
	s.headers[client] = append(kept, header)
	return "", nil
}

// wait advances the clock by a duration.
func (s *State) wait(args string) (string, error) {
	d, err := time.ParseDuration(args)
	if err != nil {
		return "", err
	}
	return "", s.AdvanceTo(s.Now().Add(d))
}

// until advances the clock to an instant.
func (s *State) until(args string) (string, error) {
	at, err := time.Parse(time.RFC3339, args)
	if err != nil {
		return "", err
	}
	return "", s.AdvanceTo(at)
}

// jump sets the clock to an instant.
func (s *State) jump(args string) (string, error) {
	at, err := time.Parse(time.RFC3339, args)
	if err != nil {
		return "", err
	}
	s.SetTime(at)
	return "", nil
}

// request sends an HTTP request and returns the status and the body of the response.
func (s *State) request(args string) (string, error) {
	var headers []string
	first, rest, _ := strings.Cut(args, " ")
	if first != strings.ToUpper(first) {
		known, ok := s.headers[first]
		if !ok {
			return "", fmt.Errorf("client %s has no headers", first)
		}
		headers, args = known, rest
	}
	parts := append(strings.SplitN(args, " ", 3), "", "")
	req, err := http.NewRequest(parts[0], parts[1], strings.NewReader(s.Body(parts[2])))
	if err != nil {
		return "", err
	}
	if req.RemoteAddr = "192.0.2.1:1024"; parts[2] != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if value = expand(value, s.Vars); strings.EqualFold(name, "Host") {
			req.Host = value
		}
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, req)
	return strings.TrimSuffix("< "+strconv.Itoa(w.Code)+"\n"+formatJSON(w.Body.Bytes()), "\n"), nil
}

// Body returns the body of a request or command: text, or the section of a file for @file.
func (s *State) Body(text string) string {
	name, ok := strings.CutPrefix(text, "@")
	i := slices.IndexFunc(s.files, func(f file) bool { return f.name == name })
	if !ok || i < 0 {
		return text
	}
	return expand(s.files[i].text, s.Vars)
}
