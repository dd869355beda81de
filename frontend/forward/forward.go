// Package forward is the HTTP server for domains with a forward URL: it redirects
// visitors to that URL, or shows it in a frame. Freenom's API sets it
// (docs/contracts/freenom.md section 1.5: forward_url and forward_mode).
package forward

import (
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/url"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Handler answers visitors. It redirects to no host but the one of the forward
// URL that the registrant has set.
type Handler struct {
	// Lookup returns the forward of a domain, and whether it has one.
	Lookup func(context.Context, name.Name) (registry.Forward, bool, error)
	Log    *slog.Logger
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	n, to, err := h.resolve(req.Context(), req.Host)
	switch {
	case err != nil:
		h.Log.Error("forward lookup failed", "host", req.Host, "error", err)
		plain(w, http.StatusServiceUnavailable, "Try again later.")
	case n == "":
		plain(w, http.StatusNotFound, "No domain with a forward URL has this name.")
	case to.Cloak && req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "Only GET and HEAD are allowed.")
	default:
		h.forward(w, n, to, req.URL)
	}
}

// forward sends the visitor of a domain to its forward URL.
func (h *Handler) forward(w http.ResponseWriter, n name.Name, to registry.Forward, requested *url.URL) {
	location, err := to.Location(requested)
	switch {
	case err != nil:
		h.Log.Error("invalid forward URL in the registry", "name", n, "error", err)
		plain(w, http.StatusServiceUnavailable, "Try again later.")
	case to.Cloak:
		cloak(w, n, location)
	default:
		redirect(w, location)
	}
}

// resolve returns the domain that a Host header names and its forward; "" if there is
// none. The domain's www is forwarded too.
func (h *Handler) resolve(ctx context.Context, host string) (name.Name, registry.Forward, error) {
	if hostname, _, err := net.SplitHostPort(host); err == nil {
		host = hostname
	}
	n, err := name.ParseLookup(host)
	if err != nil {
		return "", registry.Forward{}, nil
	}
	if n.Label() == "www" && n.Depth() > 2 {
		n = n.Parent()
	}
	to, ok, err := h.Lookup(ctx, n)
	if err != nil || !ok {
		return "", registry.Forward{}, err
	}
	return n, to, nil
}

// redirect answers 301 with no-cache, since the registrant may change the target at
// any time.
func redirect(w http.ResponseWriter, location string) {
	h := w.Header()
	h.Set("Location", location)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusMovedPermanently)
}

//go:embed cloak.html
var cloakHTML string

var cloakPage = template.Must(template.New("cloak").Parse(cloakHTML))

// cloak answers with a page that has the domain as its title and the target in a frame.
func cloak(w http.ResponseWriter, n name.Name, location string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-src http: https:; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	cloakPage.Execute(w, struct{ Name, Target string }{n.Unicode(), location})
}

func plain(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}
