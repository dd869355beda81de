package rest

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// A step is one request of a Dialect's Walk.
type step struct {
	route  *Route
	name   string            // "": the route's Summary
	path   map[string]string // values of the path's wildcards
	query  []pair
	header [][2]string
	body   string      // JSON, or a form; "": the route's example
	status int         // expected; that of the route unless given
	keep   [][2]string // variables to set: name, path of a member in the response
	want   [][2]string // members that are checked: path, value
	unless string      // variable without which the request is not sent; "": none
}

var (
	errWalkRoute = errors.New("no route has this method and path")
	errWalkLine  = errors.New("not a request, # name, status, keep, want, header or skip unless")
)

// walk returns the steps of d.Walk. Without one there is a step for each route, by tags.
func (d *Dialect) walk() (steps []step, err error) {
	if d.Walk == "" {
		for _, tag := range d.tags() {
			for i := range d.Routes {
				if d.Routes[i].tag() == tag.Name {
					steps = append(steps, step{route: &d.Routes[i], status: d.Routes[i].Status})
				}
			}
		}
		return steps, nil
	}
	name := ""
	for line := range strings.Lines(d.Walk) {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
		case word == "#":
			name = rest
		case strings.HasPrefix(rest, "/"):
			s, err := d.walkStep(word, rest)
			if err != nil {
				return nil, fmt.Errorf("walk: %s: %w", line, err)
			}
			s.name, name = name, ""
			steps = append(steps, s)
		case len(steps) == 0 || !steps[len(steps)-1].set(word, rest):
			return nil, fmt.Errorf("walk: %s: %w", line, errWalkLine)
		}
	}
	return steps, nil
}

// walkStep returns the step of a line METHOD /path?query BODY.
func (d *Dialect) walkStep(method, rest string) (step, error) {
	target, body, _ := strings.Cut(rest, " ")
	path, query, _ := strings.Cut(target, "?")
	s := step{body: body}
	if query != "" {
		pairs, err := parsePairs(query)
		if err != nil {
			return s, err
		}
		s.query = pairs
	}
	for i := range d.Routes {
		r := &d.Routes[i]
		values, ok := matchPath(specPath(r.Path()), path)
		if r.Method() == method && ok && (s.route == nil || len(values) < len(s.path)) {
			s.route, s.path, s.status = r, values, r.Status
		}
	}
	if s.route == nil {
		return s, errWalkRoute
	}
	return s, nil
}

// matchPath returns the values of the wildcards of pattern in path.
func matchPath(pattern, path string) (values map[string]string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	values = map[string]string{}
	for i, segment := range want {
		switch {
		case strings.HasPrefix(segment, "{"):
			value, err := url.PathUnescape(got[i])
			if err != nil {
				return nil, false
			}
			values[strings.Trim(segment, "{}")] = value
		case segment != got[i]:
			return nil, false
		}
	}
	return values, true
}

// set applies a line that follows the request; it reports whether the line is one.
func (s *step) set(word, rest string) bool {
	first, second, _ := strings.Cut(rest, " ")
	switch word {
	case "status":
		_, err := fmt.Sscan(rest, &s.status)
		return err == nil
	case "keep":
		s.keep = append(s.keep, [2]string{first, second})
	case "header":
		s.header = append(s.header, [2]string{first, second})
	case "want":
		s.want = append(s.want, [2]string{first, second})
	case "skip":
		s.unless = second
		return first == "unless"
	default:
		return false
	}
	return second != ""
}
