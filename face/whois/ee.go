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

// The layout of .ee: sections with lower-case keys, which are those of rest-whois
// (docs/contracts/ee.md section 6), and dates in the registry's time zone.

const undisclosed = "Not Disclosed"

func ee(out *page, d view.Domain) {
	eeHead(out)
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		if d.Policy.Location != nil {
			t = t.In(d.Policy.Location)
		}
		return t.Format("2006-01-02 15:04:05 -07:00")
	}
	day := func(t time.Time) string { return first(at(t), 10) }
	out.line("Domain:")
	out.key("name", d.Name.Unicode())
	for _, s := range d.Statuses {
		if s == registry.OK {
			s = "ok (paid and in zone)"
		}
		out.key("status", string(s))
	}
	out.key("registered", at(d.Created))
	out.key("changed", at(d.Updated))
	out.key("expire", day(d.Expires))
	outzone, lost := d.PhaseSchedule(d.Policy)
	out.key("outzone", day(outzone))
	out.key("delete", day(lost))
	for _, c := range d.Contacts {
		out.line("")
		out.line("%s:", map[string]string{
			"registrant": "Registrant", "admin": "Administrative contact", "tech": "Technical contact", "billing": "Billing contact",
		}[c.Role])
		eeContact(out, c, at)
	}
	out.line("")
	out.line("Registrar:")
	out.key("name", d.Sponsor.Name)
	out.key("url", d.Sponsor.Website)
	out.key("phone", d.Sponsor.Voice)
	out.key("changed", at(cmp.Or(d.Sponsor.Updated, d.Sponsor.Created)))
	if len(d.Nameservers) > 0 {
		out.line("")
		out.line("Name servers:")
		for _, ns := range d.Nameservers {
			out.key("nserver", strings.TrimRight(string(ns.Host)+" "+glue(ns), " "))
		}
		out.key("changed", at(cmp.Or(d.Updated, d.Created)))
	}
	if len(d.DNSSEC.Keys)+len(d.DNSSEC.DS) > 0 {
		out.line("")
		out.line("DNSSEC:")
		for _, k := range d.DNSSEC.Keys {
			out.line("dnskey:     %d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
		}
		for _, ds := range d.DNSSEC.DS {
			out.line("ds:         %d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
		}
		out.key("changed", at(cmp.Or(d.Updated, d.Created)))
	}
	out.line("")
	out.line("Estonia .ee Top Level Domain WHOIS server")
}

func eeContact(out *page, c view.Contact, at func(time.Time) string) {
	value := func(f registry.Field, v string) string {
		if v == "" && slices.Contains(c.Hidden, f) {
			return undisclosed
		}
		return v
	}
	holder := cmp.Or(c.Contact.Postal.Org, c.Contact.Postal.Name)
	if holder == "" && c.Person && c.Role == "registrant" {
		holder = "Private Person"
	}
	out.key("name", value(registry.FieldName, holder))
	if !c.Person && !c.Shield {
		out.key("org id", value(registry.FieldIdent, c.Contact.Ident.Code))
		out.key("country", value(registry.FieldCountry, c.Contact.Postal.Country))
	}
	out.key("email", value(registry.FieldEmail, c.Contact.Email))
	if c.Contact.Voice != "" {
		out.key("phone", c.Contact.Voice)
	}
	if !c.Shield {
		out.key("changed", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func eeNone(out *page, _ name.Name) {
	eeHead(out)
	out.line("Domain not found")
	out.line("")
	out.line("Estonia .ee Top Level Domain WHOIS server")
}

func eeHead(out *page) {
	out.line("%% What is found here is not for advertising, and not to be copied in bulk,")
	out.line("%% repackaged or passed on.")
	out.line("")
}

// field writes a key and its value in columns.
func (out *page) key(key, value string) {
	out.line("%s", column(key+":", 12)+plain(value))
}

// padRight returns s followed by spaces up to a width, at least one.
func column(s string, width int) string {
	return s + strings.Repeat(" ", max(1, width-len(s)))
}

// firstOctets returns at most n octets of s.
func first(s string, n int) string { return s[:min(n, len(s))] }
