package rdap

import (
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
)

// serveQuery runs the query and writes the response.
func (s *Server) serveQuery(w http.ResponseWriter, req *http.Request, q query) {
	ctx := req.Context()
	enc := encoder{s, s.base(req), s.self(req)}
	switch q.kind {
	case "help":
		s.send(w, req, marshal(enc.help()))
	case "domain":
		d, err := s.Lookup.Domain(ctx, q.name)
		if err != nil {
			s.fail(w, req, err)
			return
		}
		s.send(w, req, marshal(enc.domain(d, true)))
	case "nameserver":
		h, err := s.Lookup.Host(ctx, q.name)
		if err != nil {
			s.fail(w, req, err)
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
			s.fail(w, req, err)
			return
		}
		s.send(w, req, marshal(enc.entity(c)))
	case "domains":
		s.findDomains(w, req, q, enc)
	case "nameservers":
		s.findNameservers(w, req, q, enc)
	}
}

// encoder builds the RDAP objects of one response.
type encoder struct {
	*Server
	base string // URL of the server
	self string // URL of the request
}

// datePlaceholder stands in a body for the time of the response until it is sent,
// so that the ETag does not depend on that time.
const datePlaceholder = "0000-00-00T00:00:00Z"

// send writes a body with its ETag, or 304 if the client already has it.
func (s *Server) send(w http.ResponseWriter, req *http.Request, body []byte) {
	sum := fnv.New64a()
	sum.Write(body)
	tag := `W/"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
	h := w.Header()
	h["Etag"] = []string{tag}
	h["Cache-Control"] = revalidate
	if tags := req.Header.Get("If-None-Match"); tags != "" && matches(tags, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fillDates(body, s.Lookup.Now().Format(dateLayout))
	s.write(w, req, http.StatusOK, body)
}

var revalidate = []string{"no-cache"}

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
