package rdap

import (
	"encoding/base64"
	"hash/fnv"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// A query is what a URL asks (RFC 9082 section 3).
type query struct {
	kind   string // "domain", "nameserver", "entity", "help", "domains", "nameservers"
	name   name.Name
	handle string

	search view.Query
	after  name.Name // cursor
	count  bool
}

const (
	longest  = 1024 // octets of a segment or parameter, as they stand in the URL
	pageSize = 50
	sortName = "name:a"
)

// read returns what a request asks, or a refusal.
func (f *Face) read(req *http.Request) (q query, err error) {
	rest := strings.Trim(strings.TrimPrefix(req.URL.EscapedPath(), f.Path), "/")
	kind, object, _ := strings.Cut(rest, "/")
	q.kind = kind
	switch kind {
	case "help":
		return q, nothing(object)
	case "domain", "nameserver", "entity":
		if len(object) > longest {
			return q, refusal{http.StatusBadRequest, "That is longer than anything here is called."}
		}
		text, err := url.PathUnescape(object)
		if err != nil || text == "" || strings.ContainsFunc(text, control) {
			return q, refusal{http.StatusBadRequest, "Say which " + kind + ", after a slash."}
		}
		if kind == "entity" {
			q.handle = text
			return q, nil
		}
		q.name, err = parse(text)
		return q, err
	case "domains", "nameservers":
		if err := nothing(object); err != nil {
			return q, err
		}
		return q, q.readSearch(req.URL.RawQuery)
	case "entities", "ip", "autnum", "ips", "autnums":
		return q, refusal{http.StatusNotImplemented, "This server knows domains, name servers and entities by their names and handles, and searches for domains and name servers."}
	case "":
		return q, refusal{http.StatusBadRequest, "Ask for domain/, nameserver/ or entity/ with a name; help says more."}
	}
	return q, refusal{http.StatusBadRequest, "There is no such kind of object in RDAP."}
}

// nothing refuses a path that goes on where it should end.
func nothing(object string) error {
	if object != "" {
		return refusal{http.StatusBadRequest, "The path goes on where it should end."}
	}
	return nil
}

func control(r rune) bool { return r < ' ' || r == 0x7f }

func parse(text string) (name.Name, error) {
	n, err := name.Parse(text)
	if err != nil {
		return n, refusal{http.StatusBadRequest, "That is not a domain name."}
	}
	return n, nil
}

// readSearch reads what a search asks: one of what RFC 9082 section 3.2 names,
// and RFC 8977's parameters.
func (q *query) readSearch(raw string) error {
	if len(raw) > 4*longest {
		return refusal{http.StatusBadRequest, "The query is too long."}
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return refusal{http.StatusBadRequest, "The query cannot be read."}
	}
	asked := 0
	for key, texts := range values {
		if len(texts) > 1 || strings.ContainsFunc(texts[0], control) {
			return refusal{http.StatusBadRequest, "A parameter is given twice, or with control characters."}
		}
		text := texts[0]
		switch {
		case key == "name":
			asked++
			q.search.Name, err = pattern(text)
		case key == "nsLdhName" && q.kind == "domains":
			asked++
			q.search.Server, err = pattern(text)
		case key == "nsIp" && q.kind == "domains", key == "ip" && q.kind == "nameservers":
			asked++
			if q.search.Addr, err = netip.ParseAddr(text); err != nil || q.search.Addr.Zone() != "" {
				err = refusal{http.StatusBadRequest, "That is not an IP address."}
			}
			q.search.Addr = q.search.Addr.Unmap()
		case key == "cursor":
			var at []byte
			if at, err = base64.RawURLEncoding.DecodeString(text); err == nil {
				q.after, err = name.Parse(string(at))
			}
			if err != nil {
				err = refusal{http.StatusBadRequest, "The cursor is none of ours."}
			}
		case key == "count":
			if q.count, err = strconv.ParseBool(text); err != nil {
				err = refusal{http.StatusBadRequest, "count is true or false."}
			}
		case key == "sort":
			if text != "name" && text != sortName {
				err = refusal{http.StatusBadRequest, "Results are sorted by name, and only upwards."}
			}
		}
		if err != nil {
			return err
		}
	}
	if asked != 1 {
		return refusal{http.StatusBadRequest, "Search by one of name, nsLdhName and nsIp for domains, by one of name and ip for name servers."}
	}
	return nil
}

func pattern(text string) (*view.Pattern, error) {
	p, err := view.ParsePattern(text)
	return &p, err
}

// cursor is where the page after n begins.
func cursor(n name.Name) string { return base64.RawURLEncoding.EncodeToString([]byte(n)) }

// answer looks up what is asked and tells it.
func (f *Face) answer(w http.ResponseWriter, req *http.Request, q query) {
	ctx := req.Context()
	t := teller{f, f.base(req), f.self(req)}
	switch q.kind {
	case "help":
		f.tell(w, req, marshal(t.help()))
	case "domain":
		d, err := f.Lookup.Domain(ctx, q.name)
		if err != nil {
			f.fail(w, req, err)
			return
		}
		f.tell(w, req, marshal(t.domain(d, true)))
	case "nameserver":
		h, err := f.Lookup.Host(ctx, q.name)
		if err != nil {
			f.fail(w, req, err)
			return
		}
		f.tell(w, req, marshal(t.nameserver(h, true)))
	case "entity":
		if r, err := f.Lookup.Registrar(ctx, q.handle); err == nil {
			f.tell(w, req, marshal(t.registrar(r, true)))
			return
		}
		c, err := f.Lookup.Contact(ctx, q.handle)
		if err != nil {
			f.fail(w, req, err)
			return
		}
		f.tell(w, req, marshal(t.entity(c)))
	case "domains":
		f.findDomains(w, req, q, t)
	case "nameservers":
		f.findNameservers(w, req, q, t)
	}
}

// A teller says things in answer to one request.
type teller struct {
	*Face
	base string // where the face is
	self string // what was asked for
}

// unborn stands in a body for the instant of the answer, until it is sent: so
// an answer that says the same has the same ETag.
const unborn = "0000-00-00T00:00:00Z"

// tell sends a body, or says that the client has it.
func (f *Face) tell(w http.ResponseWriter, req *http.Request, body []byte) {
	sum := fnv.New64a()
	sum.Write(body)
	tag := `W/"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
	h := w.Header()
	h["Etag"] = []string{tag}
	h["Cache-Control"] = revalidate
	if seen := req.Header.Get("If-None-Match"); seen != "" && matches(seen, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	date(body, f.Lookup.Now().Format(stamp))
	f.write(w, req, http.StatusOK, body)
}

var revalidate = []string{"no-cache"}

// matches reports whether If-None-Match names the tag (RFC 9110 section
// 13.1.2).
func matches(seen, tag string) bool {
	for one := range strings.SplitSeq(seen, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
