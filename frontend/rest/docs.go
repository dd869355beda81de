package rest

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

//go:embed viewer
var viewerFiles embed.FS

// viewerPath is the path of the viewer's script below /docs/. It contains the
// version, so that browsers can cache it without expiry.
const viewerPath = "scalar-1.72.1.js"

// serverPlaceholder is the server URL in the cached documents; each response
// replaces it by the server that the client requested.
const serverPlaceholder = "https://here.invalid"

// Docs serves the API documentation of the dialects under /docs/: an index, and
// for each dialect an interactive reference page, its OpenAPI documents and its
// Postman collection. It also serves each Dialect.OpenAPIPath. The first server
// in a document is the one that was requested; more are listed after it.
func Docs(dialects []*Dialect, more ...BaseURL) http.Handler {
	m := &docsServer{policy: contentSecurityPolicy(more)}
	mux := http.NewServeMux()
	for _, d := range dialects {
		servers := append([]BaseURL{{URL: serverPlaceholder, Text: "this server"}}, more...)
		for file, write := range map[string]func() ([]byte, error){
			"openapi.json":     func() ([]byte, error) { return d.OpenAPI(servers...) },
			"openapi-3.0.json": func() ([]byte, error) { return d.OpenAPI30(servers...) },
			"postman.json":     func() ([]byte, error) { return d.Postman(servers[0]) },
		} {
			document := m.document(sync.OnceValues(write))
			mux.HandleFunc("GET /docs/"+d.Name+"/"+file, document)
			if d.OpenAPIPath != "" && file == "openapi-3.0.json" {
				mux.HandleFunc("GET "+d.OpenAPIPath, document)
			}
		}
		mux.HandleFunc("GET /docs/"+d.Name, m.page("page.html", map[string]string{"Name": d.Name, "Title": d.Title, "Viewer": viewerPath}))
		mux.Handle("GET /docs/"+d.Name+"/{$}", http.RedirectHandler("/docs/"+d.Name, http.StatusMovedPermanently))
	}
	mux.HandleFunc("GET /docs/{$}", m.page("index.html", indexEntries(dialects)))
	mux.Handle("GET /docs", http.RedirectHandler("/docs/", http.StatusMovedPermanently))
	mux.HandleFunc("GET /docs/"+viewerPath, m.viewer)
	mux.HandleFunc("GET /docs/start.js", m.file("start.js", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /docs/docs.css", m.file("docs.css", "text/css; charset=utf-8"))
	return mux
}

// manual serves the documentation; policy is its Content-Security-Policy.
type docsServer struct{ policy string }

// contentSecurityPolicy allows our own scripts and requests to our servers. It
// allows inline styles because the viewer writes style elements.
func contentSecurityPolicy(more []BaseURL) string {
	connect := "'self'"
	for _, a := range more {
		if u, err := url.Parse(a.URL); err == nil && u.Host != "" {
			connect += " " + u.Scheme + "://" + u.Host
		}
	}
	return "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
		"connect-src " + connect + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// An indexEntry is a dialect on the index page; index.html uses its fields.
type indexEntry struct {
	Name, Title, Prefix, Lead string
	Routes                    []indexRoute
}

type indexRoute struct{ Method, Path, Summary string }

func indexEntries(dialects []*Dialect) (all []indexEntry) {
	for _, d := range dialects {
		e := indexEntry{Name: d.Name, Title: d.Title, Prefix: d.Prefix, Lead: firstParagraph(d.Intro)}
		for i := range d.Routes {
			r := &d.Routes[i]
			e.Routes = append(e.Routes, indexRoute{r.Method(), d.Prefix + specPath(r.Path()), r.Summary})
		}
		all = append(all, e)
	}
	return all
}

var (
	headings = regexp.MustCompile(`(?m)^#.*$`)
	links    = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// firstParagraph returns the first paragraph of a Markdown text, without markup.
func firstParagraph(markdown string) string {
	text, _, _ := strings.Cut(strings.TrimSpace(headings.ReplaceAllString(markdown, "")), "\n\n")
	return strings.NewReplacer("`", "", "**", "", "*", "").Replace(links.ReplaceAllString(text, "$1"))
}

func (m *docsServer) page(name string, data any) http.HandlerFunc {
	var b bytes.Buffer
	if err := template.Must(template.ParseFS(viewerFiles, "viewer/"+name)).Execute(&b, data); err != nil {
		panic(err) // page and data are embedded
	}
	return m.send(b.Bytes(), "text/html; charset=utf-8", "no-cache")
}

func (m *docsServer) file(name, media string) http.HandlerFunc {
	b, err := viewerFiles.ReadFile("viewer/" + name)
	if err != nil {
		panic(err)
	}
	return m.send(b, media, "no-cache")
}

func (m *docsServer) send(body []byte, media, cache string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", media)
		h.Set("Content-Security-Policy", m.policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", cache)
		w.Write(body)
	}
}

// viewer sends the viewer's script, gzip-compressed if the client accepts that.
func (m *docsServer) viewer(w http.ResponseWriter, req *http.Request) {
	packed, err := viewerFiles.ReadFile("viewer/scalar.js.gz")
	if err != nil {
		panic(err)
	}
	const forever = "public, max-age=31536000, immutable"
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(req.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		m.send(packed, "text/javascript; charset=utf-8", forever)(w, req)
		return
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err)
	}
	m.send(nil, "text/javascript; charset=utf-8", forever)(w, req)
	io.Copy(w, unpacked)
}

var hostSyntax = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]{1,255}$`)

// document sends a document with serverPlaceholder replaced by the requested
// server.
func (m *docsServer) document(write func() ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		doc, err := write()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		origin := ""
		if hostSyntax.MatchString(req.Host) {
			origin = "http://" + req.Host
			if req.TLS != nil || req.Header.Get("X-Forwarded-Proto") == "https" {
				origin = "https://" + req.Host
			}
		}
		w.Header().Set("Vary", "Host")
		w.Header().Set("Access-Control-Allow-Origin", "*") // the document is public, and tools run in browsers
		m.send(bytes.ReplaceAll(doc, []byte(serverPlaceholder), []byte(origin)), "application/json", "no-cache")(w, req)
	}
}

// WriteDocs writes the OpenAPI and Postman documents of the dialects to dir, one
// folder per dialect.
func WriteDocs(dir string, dialects []*Dialect, servers ...BaseURL) error {
	for _, d := range dialects {
		folder := filepath.Join(dir, d.Name)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		first := BaseURL{}
		if len(servers) > 0 {
			first = servers[0]
		}
		for file, write := range map[string]func() ([]byte, error){
			"openapi.json":     func() ([]byte, error) { return d.OpenAPI(servers...) },
			"openapi-3.0.json": func() ([]byte, error) { return d.OpenAPI30(servers...) },
			"postman.json":     func() ([]byte, error) { return d.Postman(first) },
		} {
			doc, err := write()
			if err != nil {
				return err
			}
			if !json.Valid(doc) {
				return fmt.Errorf("%s of %s is not JSON", file, d.Name)
			}
			if err := os.WriteFile(filepath.Join(folder, file), doc, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
