package whois

import (
	"errors"
	"net/netip"
	"strings"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const (
	kindDomain     = "domain"
	kindNameserver = "nameserver"
	kindRegistrar  = "registrar"
	kindHelp       = "help"
)

// query is one WHOIS query.
type query struct {
	kind      string
	name      name.Name  // of a domain, or of a name server unless addr is valid
	addr      netip.Addr // of name servers, without a zone
	registrar string     // its name, clID or IANA ID
}

var errQuery = errors.New("the query cannot be read")

// parseQuery parses a line without its line feed: a domain name, or a kind and an object,
// which may stand in parentheses as the registry agreement writes them (Specification 4,
// sections 1.5 and 1.6). Its error is errQuery.
func parseQuery(line string) (q query, err error) {
	line = strings.TrimSpace(line)
	if line == "" || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return q, errQuery
	}
	kind, object, hasKind := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	if q.kind = strings.ToLower(kind); !hasKind {
		if q.kind == kindHelp || q.kind == "?" {
			return query{kind: kindHelp}, nil
		}
		q.kind, object = kindDomain, line
	}
	object = strings.TrimPrefix(strings.TrimSpace(object), "=")
	if inner, ok := strings.CutPrefix(object, "("); ok && strings.HasSuffix(inner, ")") && q.kind != kindDomain {
		object = strings.TrimSuffix(inner, ")")
	}
	if err := q.readObject(object); err != nil {
		return query{}, errQuery
	}
	return q, nil
}

// readObject sets the object of a query of the kind.
func (q *query) readObject(object string) (err error) {
	switch q.kind {
	case kindDomain:
		q.name, err = name.ParseLookup(object)
	case kindNameserver:
		if a, addrErr := netip.ParseAddr(object); addrErr == nil {
			q.addr = a.Unmap().WithZone("")
			return nil
		}
		q.name, err = registry.ParseHostname("nameserver", object)
	case kindRegistrar:
		q.registrar = object
	default:
		err = errQuery
	}
	return err
}
