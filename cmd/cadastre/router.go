package main

import (
	"cmp"
	"net"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
)

// A router finds the face that a request is for. It changes nothing about the
// request and redirects nobody: each dialect treats odd paths in its own way.
type router struct{ places []place }

// A place is where a handler answers.
type place struct {
	host    string // "": any that has no place of its own
	path    string
	below   bool // and everything below path
	handler http.Handler
}

// dialect mounts d at a host of its own, or below its paths at any.
func (r *router) dialect(host string, d *rest.Dialect, h http.Handler) {
	if host != "" {
		r.places = append(r.places, place{strings.ToLower(host), "", true, h})
		return
	}
	for _, m := range d.Mounts() {
		r.mount(m, h)
	}
	if d.Prefix != "" { // what is unknown there is best refused in the dialect's own words
		r.mount(d.Prefix, h)
	}
}

func (r *router) mount(path string, h http.Handler) {
	r.places = append(r.places, place{"", path, true, h})
}

func (r *router) page(path string, h http.Handler) {
	r.places = append(r.places, place{"", path, false, h})
}

func (r router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if h := r.find(hostOf(req), req.URL.Path); h != nil {
		h.ServeHTTP(w, req)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	w.Write([]byte("Nothing is here. What there is stands on the page /\n"))
}

// find returns the handler of the place that says most about the request.
func (r router) find(host, path string) http.Handler {
	var best place
	for _, p := range r.places {
		if p.is(host, path) && (best.handler == nil || p.closer(best) > 0) {
			best = p
		}
	}
	return best.handler
}

func (p place) is(host, path string) bool {
	if p.host != "" && p.host != host {
		return false
	}
	return path == p.path || p.below && strings.HasPrefix(path, p.path+"/")
}

func (p place) closer(than place) int {
	return cmp.Or(cmp.Compare(len(p.host), len(than.host)), cmp.Compare(len(p.path), len(than.path)))
}

// hostOf returns the host that a request names, without its port.
func hostOf(req *http.Request) string {
	host := req.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// byHost sends requests whose Host begins in a certain way elsewhere.
func byHost(starts map[string]http.Handler, otherwise http.Handler) http.Handler {
	if len(starts) == 0 {
		return otherwise
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		host, best, h := hostOf(req), "", otherwise
		for start, to := range starts {
			if start = strings.ToLower(start); strings.HasPrefix(host, start) && len(start) > len(best) {
				best, h = start, to
			}
		}
		h.ServeHTTP(w, req)
	})
}
