package whois

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

// The layout of .ee: sections of keys in lower case (contract ee, section 6,
// the keys of rest-whois), dates in the registry's own time.

const undisclosed = "Not Disclosed"

func ee(p *page, d view.Domain) {
	eeHead(p)
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		if d.Policy.Zone != nil {
			t = t.In(d.Policy.Zone)
		}
		return t.Format("2006-01-02 15:04:05 -07:00")
	}
	day := func(t time.Time) string { return first(at(t), 10) }
	p.line("Domain:")
	p.key("name", d.Name.Unicode())
	for _, s := range d.Statuses {
		if s == registry.OK {
			s = "ok (paid and in zone)"
		}
		p.key("status", string(s))
	}
	p.key("registered", at(d.Created))
	p.key("changed", at(d.Updated))
	p.key("expire", day(d.Expires))
	outzone, lost := d.Ends(d.Policy)
	p.key("outzone", day(outzone))
	p.key("delete", day(lost))
	for _, c := range d.Contacts {
		p.line("")
		p.line("%s:", map[string]string{
			"registrant": "Registrant", "admin": "Administrative contact", "tech": "Technical contact", "billing": "Billing contact",
		}[c.Role])
		eeContact(p, c, at)
	}
	p.line("")
	p.line("Registrar:")
	p.key("name", d.Sponsor.Name)
	p.key("url", d.Sponsor.Website)
	p.key("phone", d.Sponsor.Voice)
	p.key("changed", at(cmp.Or(d.Sponsor.Updated, d.Sponsor.Created)))
	if len(d.Nameservers) > 0 {
		p.line("")
		p.line("Name servers:")
		for _, ns := range d.Nameservers {
			p.key("nserver", strings.TrimRight(string(ns.Host)+" "+glue(ns), " "))
		}
		p.key("changed", at(cmp.Or(d.Updated, d.Created)))
	}
	if len(d.DNSSEC.Keys)+len(d.DNSSEC.DS) > 0 {
		p.line("")
		p.line("DNSSEC:")
		for _, k := range d.DNSSEC.Keys {
			p.line("dnskey:     %d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
		}
		for _, ds := range d.DNSSEC.DS {
			p.line("ds:         %d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
		}
		p.key("changed", at(cmp.Or(d.Updated, d.Created)))
	}
	p.line("")
	p.line("Estonia .ee Top Level Domain WHOIS server")
}

func eeContact(p *page, c view.Contact, at func(time.Time) string) {
	value := func(f registry.Field, v string) string {
		if v == "" && slices.Contains(c.Hidden, f) {
			return undisclosed
		}
		return v
	}
	called := cmp.Or(c.Contact.Postal.Org, c.Contact.Postal.Name)
	if called == "" && c.Person && c.Role == "registrant" {
		called = "Private Person"
	}
	p.key("name", value(registry.FieldName, called))
	if !c.Person && !c.Shield {
		p.key("org id", value(registry.FieldIdent, c.Contact.Ident.Code))
		p.key("country", value(registry.FieldCountry, c.Contact.Postal.Country))
	}
	p.key("email", value(registry.FieldEmail, c.Contact.Email))
	if c.Contact.Voice != "" {
		p.key("phone", c.Contact.Voice)
	}
	if !c.Shield {
		p.key("changed", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func eeNone(p *page, _ name.Name) {
	eeHead(p)
	p.line("Domain not found")
	p.line("")
	p.line("Estonia .ee Top Level Domain WHOIS server")
}

func eeHead(p *page) {
	p.line("%% What is found here is not for advertising, and not to be copied in bulk,")
	p.line("%% repackaged or passed on.")
	p.line("")
}

// key writes a key and its value, in columns.
func (p *page) key(key, value string) {
	p.line("%s", column(key+":", 12)+plain(value))
}

// column returns s with spaces behind it, up to a width.
func column(s string, width int) string {
	return s + strings.Repeat(" ", max(1, width-len(s)))
}

// first returns at most n octets of s.
func first(s string, n int) string { return s[:min(n, len(s))] }
