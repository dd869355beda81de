// Package rdap tells the public about names, name servers, registrars and
// contacts, for programs: the Registration Data Access Protocol over HTTP (RFC
// 7480, 9082, 9083), with redaction (RFC 9537), paging (RFC 8977), and where a
// TLD asks for it, as ICANN's response profile of February 2024 has it.
package rdap

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

// A Face answers RDAP below a path of its own.
type Face struct {
	Lookup view.Lookup
	URL    string      // where clients find it, without a slash at the end; "": http or https, the request's Host and Path
	Path   string      // what its paths begin with: "/rdap"
	Port43 string      // host name of the WHOIS server; "": none
	Limit  *view.Limit // of requests; nil: none
	Log    *slog.Logger

	// Client returns where a request came from; nil: from its peer.
	Client func(*http.Request) netip.Addr
}

// mediaType of every answer (RFC 7480 section 4.2).
const mediaType = "application/rdap+json"

func (f *Face) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin // RFC 7480 section 5.6
	switch req.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		h.Set("Allow", allowed)
		h.Set("Access-Control-Allow-Methods", allowed)
		h.Set("Access-Control-Allow-Headers", "Accept, If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		h.Set("Allow", allowed)
		f.refuse(w, req, http.StatusMethodNotAllowed, "RDAP only answers GET and HEAD.")
		return
	}
	if wait := f.Limit.Take(f.client(req), time.Now()); wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		f.refuse(w, req, http.StatusTooManyRequests, "Your network asks too often. Try again later.")
		return
	}
	q, err := f.read(req)
	if err != nil {
		f.fail(w, req, err)
		return
	}
	f.answer(w, req, q)
}

var anyOrigin = []string{"*"}

const allowed = "GET, HEAD, OPTIONS"

func (f *Face) client(req *http.Request) netip.Addr {
	if f.Client != nil {
		return f.Client(req)
	}
	peer, _ := netip.ParseAddrPort(req.RemoteAddr)
	return peer.Addr()
}

// base returns where clients find the face.
func (f *Face) base(req *http.Request) string {
	if f.URL != "" {
		return f.URL
	}
	scheme := "http://"
	if req.TLS != nil {
		scheme = "https://"
	}
	return scheme + req.Host + f.Path
}

// A refusal is what a request cannot get, with its HTTP status.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

// fail answers with what is wrong.
func (f *Face) fail(w http.ResponseWriter, req *http.Request, err error) {
	var fault *registry.Fault
	var no refusal
	switch {
	case errors.As(err, &no):
		f.refuse(w, req, no.status, no.text)
	case errors.Is(err, view.ErrPattern), errors.Is(err, view.ErrTooMany):
		f.refuse(w, req, http.StatusUnprocessableEntity, sentence(err.Error())) // RFC 9082 section 4.1
	case errors.As(err, &fault) && fault.Code == registry.ErrNoName.Code:
		f.refuse(w, req, http.StatusNotFound, "There is no such object here.")
	case errors.As(err, &fault):
		f.refuse(w, req, http.StatusBadRequest, sentence(fault.Text))
	case errors.Is(err, context.Canceled) && req.Context().Err() != nil: // nobody listens
	default:
		if f.Log != nil {
			f.Log.Error("rdap", "path", req.URL.Path, "error", err)
		}
		f.refuse(w, req, http.StatusInternalServerError, "Something of ours broke.")
	}
}

// refuse answers with an error (RFC 9083 section 6).
func (f *Face) refuse(w http.ResponseWriter, req *http.Request, status int, text string) {
	f.write(w, req, status, marshal(failure{
		Conformance: conformance(false), Code: status, Title: http.StatusText(status), Description: []string{text},
		Notices: []notice{f.terms(f.self(req))}, Lang: "en",
	}))
}

// self returns the URL that was asked for.
func (f *Face) self(req *http.Request) string {
	u := f.base(req) + strings.TrimPrefix(req.URL.EscapedPath(), f.Path)
	if req.URL.RawQuery != "" {
		u += "?" + req.URL.RawQuery
	}
	if len(u) > 2048 {
		return u[:2048]
	}
	return u
}

func (f *Face) write(w http.ResponseWriter, req *http.Request, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = jsonType
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	h["X-Content-Type-Options"] = nosniff
	w.WriteHeader(status)
	if req.Method != http.MethodHead {
		w.Write(body)
	}
}

var (
	jsonType = []string{mediaType}
	nosniff  = []string{"nosniff"}
)

// sentence returns text as one: it begins with a capital and ends in a stop.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
