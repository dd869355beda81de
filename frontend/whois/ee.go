package whois

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// The layout of .ee: sections with lower-case keys, which are those of rest-whois
// (docs/contracts/ee.md section 6), and dates in the registry's time zone.

const undisclosed = "Not Disclosed"

func (s *Server) writeEE(out *response, d lookup.Domain) {
	writeEEHeader(out)
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		if d.Policy.Location != nil {
			t = t.In(d.Policy.Location)
		}
		return t.Format("2006-01-02 15:04:05 -07:00")
	}
	writeEEDomain(out, d, at)
	for _, c := range d.Contacts {
		out.line("")
		out.line("%s:", map[registry.ContactRole]string{
			registry.ContactRegistrant: "Registrant", registry.ContactAdmin: "Administrative contact", registry.ContactTech: "Technical contact", registry.ContactBilling: "Billing contact",
		}[c.Role])
		writeEEContact(out, c, at)
	}
	out.line("")
	out.line("Registrar:")
	out.field("name", d.Sponsor.Name)
	out.field("url", d.Sponsor.Website)
	out.field("phone", d.Sponsor.Voice)
	out.field("changed", at(cmp.Or(d.Sponsor.Updated, d.Sponsor.Created)))
	writeEEDelegation(out, d, at)
	out.line("")
	out.line("Estonia .ee Top Level Domain WHOIS server")
}

// writeEEDomain writes the section of the domain itself.
func writeEEDomain(out *response, d lookup.Domain, at func(time.Time) string) {
	day := func(t time.Time) string { return firstOctets(at(t), 10) }
	out.line("Domain:")
	out.field("name", d.Name.Unicode())
	for _, s := range d.Statuses {
		if s == registry.OK {
			s = "ok (paid and in zone)"
		}
		out.field("status", string(s))
	}
	out.field("registered", at(d.Created))
	out.field("changed", at(cmp.Or(d.Updated, d.Created))) // parsers demand a value
	out.field("expire", day(d.Expires))
	outzone, lost := d.PhaseSchedule(d.Policy)
	out.field("outzone", day(outzone))
	out.field("delete", day(lost))
}

// writeEEDelegation writes the sections of the name servers and of the DNSSEC data,
// each only if the domain has any.
func writeEEDelegation(out *response, d lookup.Domain, at func(time.Time) string) {
	if len(d.Nameservers) > 0 {
		out.line("")
		out.line("Name servers:")
		for _, ns := range d.Nameservers {
			out.field("nserver", strings.TrimRight(string(ns.Host)+" "+addrsText(ns), " "))
		}
		out.field("changed", at(cmp.Or(d.Updated, d.Created)))
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
		out.field("changed", at(cmp.Or(d.Updated, d.Created)))
	}
}

func writeEEContact(out *response, c lookup.Contact, at func(time.Time) string) {
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
	out.field("name", value(registry.FieldName, holder))
	if !c.Person && !c.Shield {
		out.field("org id", value(registry.FieldIdent, c.Contact.Ident.Code))
		out.field("country", value(registry.FieldCountry, c.Contact.Postal.Country))
	}
	out.field("email", value(registry.FieldEmail, c.Contact.Email))
	if c.Contact.Voice != "" {
		out.field("phone", c.Contact.Voice)
	}
	if !c.Shield {
		out.field("changed", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func (s *Server) writeEENotFound(out *response, _ name.Name) {
	writeEEHeader(out)
	out.line("Domain not found")
	out.line("")
	out.line("Estonia .ee Top Level Domain WHOIS server")
}

func writeEEHeader(out *response) {
	out.line("%% What is found here is not for advertising, and not to be copied in bulk,")
	out.line("%% repackaged or passed on.")
	out.line("")
}

// field writes a key and its value in columns.
func (out *response) field(key, value string) {
	out.line("%s", padRight(key+":", 12)+singleLine(value))
}

// padRight returns s followed by spaces up to a width, at least one.
func padRight(s string, width int) string {
	return s + strings.Repeat(" ", max(1, width-len(s)))
}

// firstOctets returns at most n octets of s.
func firstOctets(s string, n int) string { return s[:min(n, len(s))] }
