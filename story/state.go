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

// A Stage is a story under way.
type Stage struct {
	*World
	Vars map[string]string // what {{names}} stand for

	files []file
	verbs map[string]Verb
	who   map[string][]string // headers by speaker: "Name: value"
}

// A Verb does one thing that a story can ask for, and returns what the story
// gets to see.
type Verb func(s *Stage, args string) (string, error)

func (s *Stage) do(st *step) (string, error) {
	verb, ok := s.verbs[st.verb]
	if !ok {
		return "", fmt.Errorf("not a verb; there are %q", slices.Sorted(maps.Keys(s.verbs)))
	}
	return verb(s, fill(st.args, s.Vars))
}

var verbs = map[string]Verb{
	">":     (*Stage).ask,
	"as":    (*Stage).as,
	"wait":  (*Stage).wait,
	"until": (*Stage).until,
	"jump":  (*Stage).jump,
}

// as notes a header that somebody sends with every request.
func (s *Stage) as(args string) (string, error) {
	who, header, ok := strings.Cut(args, " ")
	if !ok || !strings.Contains(header, ": ") {
		return "", fmt.Errorf("as NAME Header: value")
	}
	name, _, _ := strings.Cut(header, ": ")
	kept := slices.DeleteFunc(s.who[who], func(h string) bool { return strings.HasPrefix(h, name+": ") })
	s.who[who] = append(kept, header)
	return "", nil
}

func (s *Stage) wait(args string) (string, error) {
	d, err := time.ParseDuration(args)
	if err != nil {
		return "", err
	}
	return "", s.Move(s.Now().Add(d))
}

func (s *Stage) until(args string) (string, error) {
	at, err := time.Parse(time.RFC3339, args)
	if err != nil {
		return "", err
	}
	return "", s.Move(at)
}

func (s *Stage) jump(args string) (string, error) {
	at, err := time.Parse(time.RFC3339, args)
	if err != nil {
		return "", err
	}
	s.Jump(at)
	return "", nil
}

// ask sends a request and tells of the answer: its status, and its body.
func (s *Stage) ask(args string) (string, error) {
	var headers []string
	first, rest, _ := strings.Cut(args, " ")
	if first != strings.ToUpper(first) {
		known, ok := s.who[first]
		if !ok {
			return "", fmt.Errorf("who is %s?", first)
		}
		headers, args = known, rest
	}
	parts := append(strings.SplitN(args, " ", 3), "", "")
	req, err := http.NewRequest(parts[0], parts[1], strings.NewReader(s.body(parts[2])))
	if err != nil {
		return "", err
	}
	if req.RemoteAddr = "192.0.2.1:1024"; parts[2] != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if value = fill(value, s.Vars); strings.EqualFold(name, "Host") {
			req.Host = value
		}
		req.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.Handler.ServeHTTP(w, req)
	return strings.TrimSuffix("< "+strconv.Itoa(w.Code)+"\n"+layOut(w.Body.Bytes()), "\n"), nil
}

func (s *Stage) body(text string) string {
	name, ok := strings.CutPrefix(text, "@")
	i := slices.IndexFunc(s.files, func(f file) bool { return f.name == name })
	if !ok || i < 0 {
		return text
	}
	return fill(s.files[i].text, s.Vars)
}
