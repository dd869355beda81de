package rdap

import (
	"encoding/base64"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// query is the lookup or search that a URL requests (RFC 9082 section 3).
type query struct {
	kind   string // "domain", "nameserver", "entity", "help", "domains", "nameservers", kindReverse
	name   name.Name
	handle string

	search     lookup.SearchQuery
	reverse    lookup.ReverseQuery // of kindReverse
	properties []string            // that reverse was given

	after name.Name // the page starts after this name; "" for the first page
	count bool      // whether to count all results
}

const (
	maxLength = 1024 // octets of a path segment or parameter, before unescaping
	pageSize  = 50
	sortName  = "name:a"
)

// read parses the query of a request. Errors are a refusal, a *registry.Fault or
// view.ErrPattern.
func (s *Server) read(req *http.Request) (q query, err error) {
	rest := strings.Trim(strings.TrimPrefix(req.URL.EscapedPath(), s.Path), "/")
	kind, object, _ := strings.Cut(rest, "/")
	if rest == kindReverse {
		kind, object = rest, ""
	}
	q.kind = kind
	switch kind {
	case kindReverse:
		if err := s.allowReverse(req); err != nil {
			return q, err
		}
		return q, q.readReverse(req.URL.RawQuery)
	case "help":
		return q, requireEnd(object)
	case "domain", "nameserver", "entity":
		return q, q.readObject(object)
	case "domains", "nameservers":
		if err := requireEnd(object); err != nil {
			return q, err
		}
		return q, q.readSearch(req.URL.RawQuery)
	case "entities", "ip", "autnum", "ips", "autnums":
		return q, refusal{http.StatusNotImplemented, "This server supports lookups of domains, name servers and entities, and searches for domains and name servers."}
	case "":
		return q, refusal{http.StatusBadRequest, "Use domain/NAME, nameserver/NAME or entity/HANDLE; see help."}
	}
	return q, refusal{http.StatusBadRequest, "Unknown object type."}
}

// readObject parses the name or handle of a lookup.
func (q *query) readObject(object string) error {
	if len(object) > maxLength {
		return refusal{http.StatusBadRequest, "The name or handle is too long."}
	}
	text, err := url.PathUnescape(object)
	if err != nil || text == "" || strings.ContainsFunc(text, isControl) {
		return refusal{http.StatusBadRequest, "The path must have the form " + q.kind + "/NAME."}
	}
	if q.kind == "entity" {
		q.handle = text
		return nil
	}
	parse := name.ParseLookup
	if q.kind == "nameserver" {
		parse = name.ParseReference
	}
	if q.name, err = parse(text); err != nil {
		return refusal{http.StatusBadRequest, "That is not a domain name."}
	}
	return nil
}

// requireEnd refuses a path with segments after its end.
func requireEnd(object string) error {
	if object != "" {
		return refusal{http.StatusBadRequest, "The path has too many segments."}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// readSearch parses the query of a search: one search parameter of RFC 9082
// section 3.2, and the parameters of RFC 8977.
func (q *query) readSearch(raw string) error {
	values, err := parseParameters(raw)
	if err != nil {
		return err
	}
	criteria := 0
	for key, text := range values {
		criterion, err := q.readCriterion(key, text)
		if criterion {
			criteria++
		} else {
			err = q.readPaging(key, text)
		}
		if err != nil {
			return err
		}
	}
	if criteria != 1 {
		return refusal{http.StatusBadRequest, "Search domains by exactly one of name, nsLdhName and nsIp, name servers by exactly one of name and ip."}
	}
	return nil
}

// readCriterion parses a search parameter of the query's kind of object. It returns
// false for a parameter that is none.
func (q *query) readCriterion(key, text string) (bool, error) {
	var err error
	switch {
	case key == "name" && q.kind == "domains":
		q.search.Name, err = pattern(name.ParseLookup, text)
	case key == "name":
		q.search.Name, err = pattern(name.ParseReference, text)
	case key == "nsLdhName" && q.kind == "domains":
		q.search.Nameserver, err = pattern(name.ParseReference, text)
	case key == "nsIp" && q.kind == "domains", key == "ip" && q.kind == "nameservers":
		addr, parseErr := netip.ParseAddr(text)
		if parseErr != nil || addr.Zone() != "" {
			return true, refusal{http.StatusBadRequest, "That is not an IP address."}
		}
		q.search.Addr = addr.Unmap()
	default:
		return false, nil
	}
	return true, err
}

// readPaging parses a parameter of RFC 8977. Unknown parameters are ignored.
func (q *query) readPaging(key, text string) error {
	switch key {
	case "cursor":
		at, err := base64.RawURLEncoding.DecodeString(text)
		if err == nil {
			q.after, err = name.ParseReference(string(at))
		}
		if err != nil {
			return refusal{http.StatusBadRequest, "The cursor is invalid."}
		}
	case "count":
		count, err := strconv.ParseBool(text)
		if err != nil {
			return refusal{http.StatusBadRequest, "count must be true or false."}
		}
		q.count = count
	case "sort":
		if text != "name" && text != sortName {
			return refusal{http.StatusBadRequest, "Results can be sorted by name only, in ascending order."}
		}
	}
	return nil
}

func pattern(parse func(string) (name.Name, error), text string) (*lookup.Pattern, error) {
	p, err := lookup.ParsePattern(parse, text)
	return &p, err
}

// cursor returns the cursor of the page that follows name n.
func cursor(n name.Name) string { return base64.RawURLEncoding.EncodeToString([]byte(n)) }
