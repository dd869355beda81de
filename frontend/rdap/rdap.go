// Package rdap serves the public data of domains, name servers, registrars and contacts
// over the Registration Data Access Protocol (RFC 7480, 9082, 9083), with redaction (RFC
// 9537), paging (RFC 8977) and reverse search (RFC 9536). A TLD's policy can select ICANN's response profile of
// February 2024.
//
// Begin with this file: Server is the handler. It reads through view/lookup, which decides
// what the public may see; the files here encode it.
package rdap

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/limit"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// Server is an HTTP handler that answers RDAP queries below Path.
type Server struct {
	Lookup lookup.Reader
	URL    string         // public base URL of the links in responses, without a trailing slash
	Path   string         // prefix of its paths: "/rdap"
	Port43 string         // host name of the WHOIS server; "": none
	Limit  *limit.Buckets // of requests by network; nil: unlimited
	Log    *slog.Logger

	// MoreURLs are further public base URLs. A request whose Host is that of one of them
	// has its links there. No other Host reaches a response, which a cache may keep.
	MoreURLs []string

	// ReverseSearch lists the networks whose clients may search domains by an entity (RFC
	// 9536). Nil: none may, and the server does not offer it.
	ReverseSearch []netip.Prefix

	// WallClock returns the real time, for Limit; it may be nil if Limit is.
	WallClock func() time.Time

	// ClientAddr returns the client's address; nil: the peer of the connection.
	ClientAddr func(*http.Request) netip.Addr
}

// mediaType is the media type of every response (RFC 7480 section 4.2).
const mediaType = "application/rdap+json"

func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h["Access-Control-Allow-Origin"] = anyOrigin // RFC 7480 section 5.6
	h["Access-Control-Expose-Headers"] = exposed
	h["Cache-Control"] = revalidate // a response is right as soon as a change is acknowledged
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
		s.refuse(w, req, s.newEncoder(req, ""), http.StatusMethodNotAllowed, "RDAP supports only GET and HEAD.")
		return
	}
	if s.Limit != nil {
		if wait, _ := s.Limit.Take(s.clientAddr(req), s.WallClock()); wait > 0 {
			h.Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			s.refuse(w, req, s.newEncoder(req, ""), http.StatusTooManyRequests, "Too many requests from your network. Try again later.")
			return
		}
	}
	q, err := s.read(req)
	enc := s.newEncoder(req, q.name)
	if err != nil {
		s.fail(w, req, enc, err)
		return
	}
	s.serveQuery(w, req, q, enc)
}

var (
	anyOrigin  = []string{"*"}
	exposed    = []string{"ETag, Retry-After"}
	revalidate = []string{"no-cache"}
)

const allowed = "GET, HEAD, OPTIONS"

func (s *Server) clientAddr(req *http.Request) netip.Addr {
	if s.ClientAddr != nil {
		return s.ClientAddr(req)
	}
	peer, _ := netip.ParseAddrPort(req.RemoteAddr)
	return peer.Addr()
}

// base returns the public base URL of the links in the response to req: the one of
// MoreURLs that has the request's Host, else URL.
func (s *Server) base(req *http.Request) string {
	for _, u := range s.MoreURLs {
		if parsed, err := url.Parse(u); err == nil && strings.EqualFold(parsed.Host, req.Host) {
			return u
		}
	}
	return s.URL
}

// refusal is an error with the HTTP status and the description of the response.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

// fail writes the error response for err.
func (s *Server) fail(w http.ResponseWriter, req *http.Request, enc encoder, err error) {
	var fault *registry.Fault
	var refused refusal
	switch {
	case errors.As(err, &refused):
		s.refuse(w, req, enc, refused.status, refused.text)
	case errors.Is(err, lookup.ErrPattern), errors.Is(err, lookup.ErrTooBroad):
		s.refuse(w, req, enc, http.StatusUnprocessableEntity, sentence(err.Error())) // RFC 9082 section 4.1
	case errors.As(err, &fault) && fault.Code == registry.ErrNoName.Code:
		s.refuse(w, req, enc, http.StatusNotFound, "The object does not exist.")
	case errors.As(err, &fault):
		s.refuse(w, req, enc, http.StatusBadRequest, sentence(fault.Text))
	case errors.Is(err, context.Canceled) && req.Context().Err() != nil: // the client has gone
	default:
		if s.Log != nil {
			s.Log.Error("rdap", "path", req.URL.Path, "error", err)
		}
		s.refuse(w, req, enc, http.StatusInternalServerError, "Internal error.")
	}
}

// refuse writes an error response (RFC 9083 section 6).
func (s *Server) refuse(w http.ResponseWriter, req *http.Request, enc encoder, status int, text string) {
	s.write(w, req, status, marshal(failure{
		Conformance: enc.conformance(), Code: status, Title: http.StatusText(status), Description: []string{text},
		Notices: []notice{enc.terms()}, Lang: "en",
	}))
}

// self returns the public URL of the request, at most 2048 octets of it.
func (s *Server) self(base string, req *http.Request) string {
	u := base + strings.TrimPrefix(req.URL.EscapedPath(), s.Path)
	if req.URL.RawQuery != "" {
		u += "?" + req.URL.RawQuery
	}
	if len(u) > 2048 {
		return u[:2048]
	}
	return u
}

func (s *Server) write(w http.ResponseWriter, req *http.Request, status int, body []byte) {
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

// sentence returns text, which is not empty, with a capital letter and a full
// stop.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
