package whois

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// response collects the lines of an answer. They end in CRLF (RFC 3912) and have
// no trailing spaces.
type response struct{ strings.Builder }

func (out *response) line(format string, args ...any) {
	out.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	out.WriteString("\r\n")
}

// respond returns the answer to a query. readErr is the error of reading it, or
// nil.
func (s *Server) respond(ctx context.Context, from netip.Addr, line string, readErr error) []byte {
	start := s.WallClock()
	out, kind, result := &response{}, "none", "refused"
	switch wait, _ := s.Limit.Take(from, start); {
	case wait > 0:
		out.line("%% Too many queries from your network. Try again in %d seconds.", int(wait/time.Second)+1)
	case readErr != nil:
		out.line("%% The query is too long: at most %d octets.", maxQueryLen-2)
	default:
		var err error
		kind, err = s.answerQuery(ctx, out, line)
		result = s.writeError(out, line, err)
	}
	if s.OnResponse != nil {
		s.OnResponse(kind, result, s.WallClock().Sub(start))
	}
	return []byte(out.String())
}

// writeError writes the answer to a query that ended with err, and returns the
// result for OnResponse: "found" if err is nil, "none", "refused" or "failed".
func (s *Server) writeError(out *response, line string, err error) string {
	var fault *registry.Fault
	switch {
	case err == nil:
		return "found"
	case errors.As(err, &fault) && fault.Code == registry.ErrNoName.Code:
		if out.Len() == 0 {
			out.line("No match for %q.", strings.ToUpper(strings.TrimSpace(fault.Value)))
			s.footer(out)
		}
		return "none"
	case errors.As(err, &fault), errors.Is(err, errQuery):
		out.line("%% That is not a query. Ask for a domain name, or for help.")
		return "refused"
	}
	if s.Log != nil {
		s.Log.Error("whois", "error", err)
	}
	out.Reset()
	out.line("%% Internal error. Try again later.")
	return "failed"
}

// answerQuery parses a query and writes the answer. It returns the kind of the
// query, or "none" if it is invalid.
func (s *Server) answerQuery(ctx context.Context, out *response, line string) (kind string, err error) {
	q, err := parseQuery(line)
	if err != nil {
		return "none", err
	}
	switch q.kind {
	case kindDomain:
		err = s.domain(ctx, out, q.name)
	case kindNameserver:
		err = s.nameserver(ctx, out, q)
	case kindRegistrar:
		err = s.registrar(ctx, out, q.registrar)
	default:
		s.help(out)
	}
	return q.kind, err
}

func (s *Server) domain(ctx context.Context, out *response, n name.Name) error {
	d, err := s.Lookup.Domain(ctx, n)
	format := layouts[s.Lookup.Policies[n.Parent()].Public.WHOISLayout]
	if errors.Is(err, registry.ErrNoName) && format.writeNotFound != nil {
		format.writeNotFound(s, out, n)
	}
	if err != nil {
		return err
	}
	if format.write == nil {
		format.write = (*Server).writeRAA
	}
	format.write(s, out, d)
	return nil
}

// layout formats the answers of a TLD.
type layout struct {
	write         func(*Server, *response, lookup.Domain)
	writeNotFound func(*Server, *response, name.Name) // answer for an unknown name; nil: the common one
}

var layouts = map[string]layout{
	"ee": {(*Server).writeEE, (*Server).writeEENotFound},
	"fr": {(*Server).writeFR, (*Server).writeFRNotFound},
	"it": {(*Server).writeIT, (*Server).writeITNotFound},
}

func (s *Server) nameserver(ctx context.Context, out *response, q query) error {
	if q.addr.IsValid() {
		return s.nameserversAt(ctx, out, q.addr)
	}
	h, err := s.Lookup.Host(ctx, q.name)
	if err != nil {
		return err
	}
	writeHost(out, h)
	s.footer(out)
	return nil
}

func (s *Server) nameserversAt(ctx context.Context, out *response, a netip.Addr) error {
	const limit = 50
	hosts, next, err := s.Lookup.FindHosts(ctx, lookup.SearchQuery{Addr: a}, "", limit)
	switch {
	case err != nil:
		return err
	case len(hosts) == 0:
		return registry.ErrNoHost.On("host", a.String())
	}
	for i, h := range hosts {
		if i > 0 {
			out.line("")
		}
		writeHost(out, h)
	}
	if next != "" {
		out.line("")
		out.line("%% There are more than %d.", limit)
	}
	s.footer(out)
	return nil
}

func writeHost(out *response, h lookup.Host) {
	out.line("Server Name: %s", h.Name)
	for _, a := range h.Addrs {
		out.line("IP Address: %s", a)
	}
	out.optional("Registrar", h.Sponsor.Name)
	out.optional("Registrar URL", h.Sponsor.Website)
}

func (s *Server) registrar(ctx context.Context, out *response, text string) error {
	r, err := s.Lookup.Registrar(ctx, text)
	if err != nil {
		return err
	}
	out.optional("Registrar", r.Name)
	for _, line := range r.Address.Street {
		out.optional("Street", line)
	}
	out.optional("City", r.Address.City)
	out.optional("State/Province", r.Address.State)
	out.optional("Postal Code", r.Address.PostalCode)
	out.optional("Country", r.Address.Country)
	out.optional("Phone Number", r.Voice)
	out.optional("Email", r.Email)
	out.optional("Registrar URL", r.Website)
	if r.IANA > 0 {
		out.line("Registrar IANA ID: %d", r.IANA) // fields that the form does not have come last
	}
	s.footer(out)
	return nil
}

// optional writes a field, unless its value is empty. In the 2013 layout the fields
// without a value are either all written or, as here, all left out.
func (out *response) optional(key, value string) {
	if value != "" {
		out.line("%s", key+": "+singleLine(value))
	}
}

// footer writes the last lines of an answer, with notes before the terms of use.
func (s *Server) footer(out *response, notes ...string) {
	out.line(">>> Last update of WHOIS database: %s <<<", s.Lookup.Now().UTC().Format(time.RFC3339))
	out.line("")
	for _, note := range notes {
		out.line("%s", note)
		out.line("")
	}
	out.line("%% This service tells what the registry's database has by now. Use it to find")
	out.line("%% out about names and whom they belong to, not to send unasked mail or to copy")
	out.line("%% the database. Programs had better ask RDAP.")
}

func (s *Server) help(out *response) {
	out.line("%% NAME, or domain NAME        a domain, with A-labels or U-labels")
	out.line("%% nameserver NAME or ADDRESS  a name server")
	out.line("%% registrar NAME              a registrar, by its name, its ID or its IANA ID")
}

// singleLine returns s with its invisible characters replaced by
// spaces, so that stored data cannot forge a line of the answer.
func singleLine(s string) string {
	return strings.Map(func(r rune) rune {
		if registry.IsInvisible(r) {
			return ' '
		}
		return r
	}, s)
}
