// Package forward leads the visitors of names with a forward URL where it says:
// an HTTP server that answers for every such name, by a redirect or with a page
// that holds the target in a frame. It serves the holders of Freenom's names
// (contract freenom, section 1.5: forward_url and forward_mode) and everybody
// who visits them.
package forward

import (
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// A Face answers visitors. It sends nobody anywhere but to the target that the
// name's holder has registered.
type Face struct {
	// Forward returns where a name leads, and whether it does.
	Forward func(context.Context, name.Name) (registry.Forward, bool, error)
	Log     *slog.Logger
}

func (f *Face) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	n, to, err := f.find(req.Context(), req.Host)
	switch {
	case err != nil:
		f.Log.Error("where a name leads is not known", "host", req.Host, "error", err)
		plain(w, http.StatusServiceUnavailable, "Try again later.")
	case n == "":
		plain(w, http.StatusNotFound, "No name here leads anywhere.")
	case to.Cloak && req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "This page is only to be read.")
	case to.Cloak:
		cloak(w, n, target(to.URL, req.URL))
	default:
		redirect(w, target(to.URL, req.URL))
	}
}

// find returns the name that a Host header means and where it leads; "" when it
// leads nowhere. A name answers with and without www before it.
func (f *Face) find(ctx context.Context, host string) (name.Name, registry.Forward, error) {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	n, err := name.Parse(host)
	if err != nil {
		return "", registry.Forward{}, nil
	}
	if n.Label() == "www" && n.Depth() > 2 {
		n = n.Parent()
	}
	to, ok, err := f.Forward(ctx, n)
	if err != nil || !ok {
		return "", registry.Forward{}, err
	}
	return n, to, nil
}

// target is the registered URL with the path and the query of the request
// behind its own.
func target(registered string, asked *url.URL) *url.URL {
	to, err := url.Parse(registered)
	if err != nil {
		panic("forward: a URL that the registry has checked: " + err.Error())
	}
	if path := strings.TrimPrefix(asked.EscapedPath(), "/"); path != "" {
		own := strings.TrimSuffix(to.EscapedPath(), "/")
		if joined, err := url.PathUnescape(own + "/" + path); err == nil {
			to.Path, to.RawPath = joined, own+"/"+path
		}
	}
	switch {
	case asked.RawQuery == "":
	case to.RawQuery == "":
		to.RawQuery = asked.RawQuery
	default:
		to.RawQuery += "&" + asked.RawQuery
	}
	return to
}

// redirect answers 301, which visitors must not remember: the holder may lead
// them elsewhere at any time.
func redirect(w http.ResponseWriter, to *url.URL) {
	h := w.Header()
	h.Set("Location", to.String())
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusMovedPermanently)
}

//go:embed cloak.html
var cloakText string

var cloakPage = template.Must(template.New("cloak").Parse(cloakText))

// cloak answers with a page that is called as the name is and shows the target.
func cloak(w http.ResponseWriter, n name.Name, to *url.URL) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-src http: https:; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	cloakPage.Execute(w, struct{ Name, Target string }{n.Unicode(), to.String()})
}

func plain(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}
