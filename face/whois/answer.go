package whois

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

// A page is an answer under way. Lines end as RFC 3912 has it, and not in
// spaces.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) {
	p.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	p.WriteString("\r\n")
}

// answer returns what is to be said to a query; wrong is what was wrong with
// reading it.
func (f *Face) answer(ctx context.Context, from netip.Addr, line string, wrong error) []byte {
	start := time.Now()
	p, kind, result := &page{}, "none", "refused"
	switch wait := f.Limit.Take(from, start); {
	case wait > 0:
		p.line("%% Your network asks too often. Try again in %d seconds.", int(wait/time.Second)+1)
	case wrong != nil:
		p.line("%% The query is too long: at most %d octets.", longest-2)
	default:
		var err error
		kind, err = f.tell(ctx, p, line)
		result = f.conclude(p, line, err)
	}
	if f.Seen != nil {
		f.Seen(kind, result, time.Since(start))
	}
	return []byte(p.String())
}

var errQuery = errors.New("the query cannot be read")

// conclude says what a query that found nothing is to be told.
func (f *Face) conclude(p *page, line string, err error) string {
	var fault *registry.Fault
	switch {
	case err == nil:
		return "found"
	case errors.As(err, &fault) && fault.Code == registry.ErrNoName.Code:
		if p.Len() == 0 {
			p.line("No match for %q.", strings.ToUpper(strings.TrimSpace(fault.Value)))
			f.end(p)
		}
		return "none"
	case errors.As(err, &fault), errors.Is(err, errQuery):
		p.line("%% That is not a query. Ask for a domain name, or for help.")
		return "refused"
	}
	if f.Log != nil {
		f.Log.Error("whois", "error", err)
	}
	p.Reset()
	p.line("%% Something of ours broke. Try again later.")
	return "failed"
}

// tell writes what is known of what a query asks.
func (f *Face) tell(ctx context.Context, p *page, line string) (kind string, err error) {
	line = strings.TrimSpace(strings.TrimSuffix(line, "\r"))
	if line == "" || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return "none", errQuery
	}
	kind, object, two := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	kind, object = strings.ToLower(kind), strings.TrimPrefix(strings.TrimSpace(object), "=")
	switch {
	case !two && (kind == "help" || kind == "?"):
		f.help(p)
		return "help", nil
	case !two:
		return "domain", f.domain(ctx, p, strings.TrimPrefix(line, "="))
	case kind == "domain":
		return kind, f.domain(ctx, p, object)
	case kind == "nameserver":
		return kind, f.nameserver(ctx, p, object)
	case kind == "registrar":
		return kind, f.registrar(ctx, p, object)
	}
	return "none", errQuery
}

func (f *Face) domain(ctx context.Context, p *page, text string) error {
	n, err := name.Parse(text)
	if err != nil {
		return errQuery
	}
	d, err := f.Lookup.Domain(ctx, n)
	layout := layouts[f.Lookup.Policies[n.Parent()].Public.Layout]
	if errors.Is(err, registry.ErrNoName) && layout.none != nil {
		layout.none(p, n)
	}
	if err != nil {
		return err
	}
	if layout.tell == nil {
		layout.tell = f.raa
	}
	layout.tell(p, d)
	return nil
}

// A layout is how a TLD says things.
type layout struct {
	tell func(*page, view.Domain)
	none func(*page, name.Name) // that there is no such name; nil: as for all
}

var layouts = map[string]layout{
	"ee": {ee, eeNone},
	"it": {it, itNone},
}

func (f *Face) nameserver(ctx context.Context, p *page, text string) error {
	if a, err := netip.ParseAddr(text); err == nil {
		return f.nameserversAt(ctx, p, a.Unmap())
	}
	n, err := name.Parse(text)
	if err != nil {
		return errQuery
	}
	h, err := f.Lookup.Host(ctx, n)
	if err != nil {
		return err
	}
	tellHost(p, h)
	f.end(p)
	return nil
}

func (f *Face) nameserversAt(ctx context.Context, p *page, a netip.Addr) error {
	const most = 50
	hosts, next, err := f.Lookup.FindHosts(ctx, view.Query{Addr: a.WithZone("")}, "", most)
	switch {
	case err != nil:
		return err
	case len(hosts) == 0:
		return registry.ErrNoHost.On("host", a.String())
	}
	for i, h := range hosts {
		if i > 0 {
			p.line("")
		}
		tellHost(p, h)
	}
	if next != "" {
		p.line("")
		p.line("%% There are more than %d.", most)
	}
	f.end(p)
	return nil
}

func tellHost(p *page, h view.Host) {
	p.line("Server Name: %s", h.Name)
	for _, a := range h.Addrs {
		p.line("IP Address: %s", a)
	}
	if h.Sponsor.ID != "" {
		p.line("Registrar: %s", plain(h.Sponsor.Name))
		p.line("Registrar WHOIS Server: ")
		p.line("Registrar URL: %s", plain(h.Sponsor.Website))
	}
}

func (f *Face) registrar(ctx context.Context, p *page, text string) error {
	r, err := f.Lookup.Registrar(ctx, text)
	if err != nil {
		return err
	}
	p.line("Registrar: %s", plain(r.Name))
	if r.IANA > 0 {
		p.line("Registrar IANA ID: %d", r.IANA)
	}
	tellPostal(p, "", r.Address)
	p.line("Phone Number: %s", plain(r.Voice))
	p.line("Email: %s", plain(r.Email))
	p.line("Registrar URL: %s", plain(r.Website))
	f.end(p)
	return nil
}

// end writes what stands below every answer.
func (f *Face) end(p *page) {
	p.line(">>> Last update of WHOIS database: %s <<<", f.Lookup.Now().UTC().Format(time.RFC3339))
	p.line("")
	p.line("%% This service tells what the registry's database has by now. Use it to find")
	p.line("%% out about names and whom they belong to, not to send unasked mail or to copy")
	p.line("%% the database. Programs had better ask RDAP.")
}

func (f *Face) help(p *page) {
	p.line("%% NAME, or domain NAME        a domain, with A-labels or U-labels")
	p.line("%% nameserver NAME or ADDRESS  a name server")
	p.line("%% registrar NAME              a registrar, by its name, its ID or its IANA ID")
}

// plain returns a text on one line: what people typed cannot look like a line
// of ours.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}
