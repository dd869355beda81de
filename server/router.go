package server

import (
	"cmp"
	"net"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// A router selects the frontend of a request by host and path. Unlike http.ServeMux it
// neither cleans paths nor redirects, since each dialect handles unusual paths itself.
type router struct{ routes []route }

// A route binds a handler to a host and a path.
type route struct {
	host    string // "": any host
	path    string
	subtree bool // match everything below path too
	handler http.Handler
}

// addDialect mounts d at a host of its own, or at its paths on any host.
func (r *router) addDialect(host string, d *rest.Dialect, h http.Handler) {
	if host != "" {
		r.routes = append(r.routes, route{strings.ToLower(host), "", true, h})
		return
	}
	for _, m := range d.Mounts() {
		r.addSubtree(m, h)
	}
	if d.Prefix != "" { // so that unknown paths get the dialect's own 404
		r.addSubtree(d.Prefix, h)
	}
}

func (r *router) addSubtree(path string, h http.Handler) {
	r.routes = append(r.routes, route{"", path, true, h})
}

func (r *router) addPage(path string, h http.Handler) {
	r.routes = append(r.routes, route{"", path, false, h})
}

func (r router) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if h := r.lookup(hostOf(req), req.URL.Path); h != nil {
		h.ServeHTTP(w, req)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	w.Write([]byte("Not found. The page / lists what is served here.\n"))
}

// lookup returns the handler of the most specific matching route; nil if there is none.
func (r router) lookup(host, path string) http.Handler {
	var best route
	for _, p := range r.routes {
		if p.matches(host, path) && (best.handler == nil || p.compareSpecificity(best) > 0) {
			best = p
		}
	}
	return best.handler
}

// matches reports whether p matches a host, in lower case, and a path.
func (r route) matches(host, path string) bool {
	if r.host != "" && r.host != host {
		return false
	}
	return path == r.path || r.subtree && strings.HasPrefix(path, r.path+"/")
}

// compareSpecificity compares routes: a longer host, then a longer path, is more specific.
func (r route) compareSpecificity(other route) int {
	return cmp.Or(cmp.Compare(len(r.host), len(other.host)), cmp.Compare(len(r.path), len(other.path)))
}

// hostOf returns the host of a request in lower case, without its port.
func hostOf(req *http.Request) string {
	host := req.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// hostRouter sends a request to the handler with the longest matching prefix of its
// Host, or to fallback.
func hostRouter(prefixes map[string]http.Handler, fallback http.Handler) http.Handler {
	if len(prefixes) == 0 {
		return fallback
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		host, best, h := hostOf(req), "", fallback
		for prefix, to := range prefixes {
			if prefix = strings.ToLower(prefix); strings.HasPrefix(host, prefix) && len(prefix) > len(best) {
				best, h = prefix, to
			}
		}
		h.ServeHTTP(w, req)
	})
}
