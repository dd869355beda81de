package rdap

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
)

// serveQuery runs the query and writes the response.
func (s *Server) serveQuery(w http.ResponseWriter, req *http.Request, q query, enc encoder) {
	ctx := req.Context()
	switch q.kind {
	case "help":
		s.send(w, req, marshal(enc.help()))
	case "domain":
		d, err := s.Lookup.Domain(ctx, q.name)
		if err != nil {
			s.fail(w, req, enc, err)
			return
		}
		s.send(w, req, marshal(enc.domain(d, true)))
	case "nameserver":
		h, err := s.Lookup.Host(ctx, q.name)
		if err != nil {
			s.fail(w, req, enc, err)
			return
		}
		s.send(w, req, marshal(enc.nameserver(h, true)))
	case "entity":
		if r, err := s.Lookup.Registrar(ctx, q.handle); err == nil {
			s.send(w, req, marshal(enc.registrar(r, true)))
			return
		}
		c, err := s.Lookup.Contact(ctx, q.handle)
		if err != nil {
			s.fail(w, req, enc, err)
			return
		}
		s.send(w, req, marshal(enc.entity(c)))
	case "domains":
		s.findDomains(w, req, q, enc)
	case kindReverse:
		s.findByEntity(w, req, q, enc)
	case "nameservers":
		s.findNameservers(w, req, q, enc)
	}
}

// encoder builds the RDAP objects of one response.
type encoder struct {
	*Server
	base    string    // URL of the server
	self    string    // URL of the request
	profile bool      // the response follows ICANN's profile
	now     time.Time // of the response
}

// newEncoder returns the encoder of responses to req about n or something below it; n
// is "" for what belongs to no TLD.
func (s *Server) newEncoder(req *http.Request, n name.Name) encoder {
	base := s.base(req)
	return encoder{s, base, s.self(base, req), s.followsProfile(n), s.Lookup.Now().UTC()}
}

// followsProfile reports whether responses about n follow ICANN's profile: what the
// policy of its TLD says. What is below no TLD of this registry, such as a registrar,
// an external name server or a search, follows it if any TLD does.
func (s *Server) followsProfile(n name.Name) bool {
	for ; n != ""; n = n.Parent() {
		if p, ok := s.Lookup.Policies[n]; ok {
			return p.Public.RDAPProfile
		}
	}
	for _, p := range s.Lookup.Policies {
		if p.Public.RDAPProfile {
			return true
		}
	}
	return false
}

// dateStep is the step in which "last update of RDAP database" advances while an object
// does not change. Within it the response has the same octets, which a strong ETag
// demands (RFC 9110 section 8.8.1).
const dateStep = 15 * time.Minute

// asOf returns the value of "last update of RDAP database" for an object that last
// changed at one of times: the newest of them, or the start of the current step.
func (enc encoder) asOf(times ...time.Time) string {
	at := enc.now.Truncate(dateStep)
	for _, t := range times {
		if t.After(at) {
			at = t
		}
	}
	return at.UTC().Format(time.RFC3339)
}

// send writes a body with its strong ETag, or 304 if the client already has it.
func (s *Server) send(w http.ResponseWriter, req *http.Request, body []byte) {
	sum := sha256.Sum256(body)
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h["Etag"] = []string{tag}
	if tags := req.Header.Get("If-None-Match"); tags != "" && matches(tags, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.write(w, req, http.StatusOK, body)
}

// matches reports whether tags, the value of If-None-Match, includes tag (RFC 9110
// section 13.1.2).
func matches(tags, tag string) bool {
	for one := range strings.SplitSeq(tags, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
