package whois

import (
	"cmp"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// The layout of .it: the domain's data in columns, then a paragraph for each
// contact and the registrar. Contacts without consent to publication are hidden.

const hiddenIT = "hidden"

func (s *Server) writeIT(out *response, d lookup.Domain) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateTime)
	}
	row := func(key, value string) { out.line("%s", padRight(key+":", 20)+value) }
	row("Domain", string(d.Name))
	if u := d.Name.Unicode(); u != string(d.Name) {
		row("Unicode", u)
	}
	all := make([]string, 0, len(d.Statuses)+len(d.RGP))
	for _, status := range d.Statuses {
		all = append(all, string(status))
	}
	row("Status", strings.Join(append(all, d.RGP...), " / "))
	signed := "no"
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) > 0 {
		signed = "yes"
	}
	row("Signed", signed)
	row("Created", at(d.Created))
	row("Last Update", at(cmp.Or(d.Updated, d.Created)))
	row("Expire Date", firstOctets(at(d.Expires), 10))
	previous := ""
	for _, c := range d.Contacts {
		title := map[registry.ContactRole]string{registry.ContactRegistrant: "Registrant", registry.ContactAdmin: "Admin Contact", registry.ContactTech: "Technical Contacts", registry.ContactBilling: "Billing Contacts"}[c.Role]
		out.line("")
		if title != previous {
			out.line("%s", title)
			previous = title
		}
		writeITContact(out, c, at)
	}
	out.line("")
	out.line("Registrar")
	writeITField(out, "Organization", d.Sponsor.Name)
	writeITField(out, "Name", string(d.Sponsor.ID))
	writeITField(out, "Web", d.Sponsor.Website)
	out.line("")
	if len(d.Nameservers) > 0 {
		out.line("Nameservers")
		for _, ns := range d.Nameservers {
			out.line("%s", "  "+string(ns.Host)+" "+addrsText(ns))
		}
	}
}

func writeITContact(out *response, c lookup.Contact, at func(time.Time) string) {
	a := c.Contact.Postal
	if a.Name == "" && a.Org == "" {
		writeITField(out, "Name", hiddenIT)
	} else {
		if a.Name != a.Org {
			writeITField(out, "Name", a.Name)
		}
		writeITField(out, "Organization", a.Org)
	}
	lines := append([]string{}, a.Street...)
	for _, s := range []string{a.City, a.PostalCode, a.State, a.Country} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	label := "Address"
	for _, s := range lines {
		if label != "" {
			writeITField(out, label, s)
		} else {
			out.line("%s", padRight("", 20)+singleLine(s))
		}
		label = ""
	}
	if !c.Shield {
		writeITField(out, "Created", at(c.Contact.Created))
		writeITField(out, "Last Update", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func writeITField(out *response, key, value string) {
	if value != "" {
		out.line("%s", padRight("  "+key+":", 20)+singleLine(value))
	}
}

func (s *Server) writeITNotFound(out *response, n name.Name) {
	out.line("%s%s", padRight("Domain:", 20), n)
	out.line("%sAVAILABLE", padRight("Status:", 20))
}
