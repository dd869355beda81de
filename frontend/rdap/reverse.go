package rdap

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// kindReverse is the kind of a reverse search for domains by an entity.
const kindReverse = "domains/reverse_search/entity"

// A reverseProperty is a property of entities that a reverse search compares, with its
// path in the domains found; both are registered with IANA (RFC 9536 section 12.2).
type reverseProperty struct{ name, path string }

var reverseProperties = []reverseProperty{
	{"fn", "$.entities[*].vcardArray[1][?(@[0]=='fn')][3]"},
	{"handle", "$.entities[*].handle"},
	{"email", "$.entities[*].vcardArray[1][?(@[0]=='email')][3]"},
	{"role", "$.entities[*].roles"},
}

// allowReverse refuses a request unless reverse searches are open to its client.
func (s *Server) allowReverse(req *http.Request) error {
	addr := s.clientAddr(req).Unmap()
	switch {
	case len(s.ReverseSearch) == 0:
		return refusal{http.StatusNotImplemented, "This server supports no reverse searches."}
	case !slices.ContainsFunc(s.ReverseSearch, func(p netip.Prefix) bool { return p.Contains(addr) }):
		return refusal{http.StatusForbidden, "Reverse searches are not open to your network."}
	}
	return nil
}

// readReverse parses the query of a reverse search: properties that one entity must have
// all of, and the parameters of RFC 8977.
func (q *query) readReverse(raw string) error {
	values, err := parseParameters(raw)
	if err != nil {
		return err
	}
	for key, text := range values {
		if !slices.ContainsFunc(reverseProperties, func(p reverseProperty) bool { return p.name == key }) {
			if err := q.readPaging(key, text); err != nil {
				return err
			}
			continue
		}
		if text == "" || strings.Contains(text, "*") {
			return refusal{http.StatusUnprocessableEntity, "A reverse search compares whole values: " + key + " must not be empty or have an asterisk."}
		}
		if err := q.readProperty(key, text); err != nil {
			return err
		}
		q.properties = append(q.properties, key)
	}
	if q.reverse.Handle == "" && q.reverse.Name == "" && q.reverse.Email == "" {
		return refusal{http.StatusBadRequest, "Give at least one of fn, handle and email; role narrows the search."}
	}
	return nil
}

// readProperty sets a property of the query.
func (q *query) readProperty(key, text string) error {
	switch key {
	case "fn":
		q.reverse.Name = text
	case "handle":
		q.reverse.Handle = text
	case "email":
		q.reverse.Email = text
	default:
		if q.reverse.Registrar = text == "registrar"; q.reverse.Registrar {
			return nil
		}
		for role, word := range roles {
			if word == text {
				q.reverse.Role = role
				return nil
			}
		}
		return refusal{http.StatusBadRequest, "role must be registrant, administrative, technical, billing or registrar."}
	}
	return nil
}

// findByEntity answers a reverse search.
func (s *Server) findByEntity(w http.ResponseWriter, req *http.Request, q query, enc encoder) {
	o := domains{Results: []domain{}}
	page, next, err := s.Lookup.FindDomainsByEntity(req.Context(), q.reverse, q.after, pageSize)
	for _, d := range page {
		o.Results = append(o.Results, enc.domain(d, false))
	}
	o.top = enc.top("paging", "sorting", "reverse_search")
	o.searchMetadata = enc.searchMeta("$.domainSearchResults[*].ldhName", len(page), next, req.URL)
	for _, p := range reverseProperties {
		if slices.Contains(q.properties, p.name) {
			o.Mapping = append(o.Mapping, mapping{p.name, p.path})
		}
	}
	if err == nil && q.count {
		o.Paging.Total, err = total(req.Context(), s.Lookup.FindDomainsByEntity, q.reverse)
	}
	if err != nil {
		s.fail(w, req, enc, err)
		return
	}
	s.send(w, req, marshal(o))
}

// parseParameters parses the query of a search. No parameter may be repeated or have
// control characters.
func parseParameters(raw string) (map[string]string, error) {
	if len(raw) > 4*maxLength {
		return nil, refusal{http.StatusBadRequest, "The query is too long."}
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, refusal{http.StatusBadRequest, "The query cannot be read."}
	}
	all := make(map[string]string, len(values))
	for key, texts := range values {
		if len(texts) > 1 || strings.ContainsFunc(texts[0], isControl) {
			return nil, refusal{http.StatusBadRequest, "A parameter is repeated or has control characters."}
		}
		all[key] = texts[0]
	}
	return all, nil
}
