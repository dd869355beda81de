package whois

import (
	"cmp"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// The layout of .it: the domain's data in columns, then a paragraph for each
// contact and the registrar. Contacts without consent to publication are hidden.

const hiddenIT = "hidden"

func it(out *page, d view.Domain) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateTime)
	}
	row := func(key, value string) { out.line("%s", column(key+":", 20)+value) }
	row("Domain", string(d.Name))
	if u := d.Name.Unicode(); u != string(d.Name) {
		row("Unicode", u)
	}
	all := make([]string, 0, len(d.Statuses)+len(d.RGP))
	for _, s := range d.Statuses {
		all = append(all, string(s))
	}
	row("Status", strings.Join(append(all, d.RGP...), " / "))
	signed := "no"
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) > 0 {
		signed = "yes"
	}
	row("Signed", signed)
	row("Created", at(d.Created))
	row("Last Update", at(cmp.Or(d.Updated, d.Created)))
	row("Expire Date", first(at(d.Expires), 10))
	previous := ""
	for _, c := range d.Contacts {
		title := map[string]string{"registrant": "Registrant", "admin": "Admin Contact", "tech": "Technical Contacts", "billing": "Billing Contacts"}[c.Role]
		out.line("")
		if title != previous {
			out.line("%s", title)
			previous = title
		}
		itContact(out, c, at)
	}
	out.line("")
	out.line("Registrar")
	itRow(out, "Organization", d.Sponsor.Name)
	itRow(out, "Name", string(d.Sponsor.ID))
	itRow(out, "Web", d.Sponsor.Website)
	out.line("")
	if len(d.Nameservers) > 0 {
		out.line("Nameservers")
		for _, ns := range d.Nameservers {
			out.line("%s", "  "+string(ns.Host)+" "+glue(ns))
		}
	}
}

func itContact(out *page, c view.Contact, at func(time.Time) string) {
	a := c.Contact.Postal
	if a.Name == "" && a.Org == "" {
		itRow(out, "Name", hiddenIT)
	} else {
		if a.Name != a.Org {
			itRow(out, "Name", a.Name)
		}
		itRow(out, "Organization", a.Org)
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
			itRow(out, label, s)
		} else {
			out.line("%s", column("", 20)+plain(s))
		}
		label = ""
	}
	if !c.Shield {
		itRow(out, "Created", at(c.Contact.Created))
		itRow(out, "Last Update", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func itRow(out *page, key, value string) {
	if value != "" {
		out.line("%s", column("  "+key+":", 20)+plain(value))
	}
}

func itNone(out *page, n name.Name) {
	out.line("%s%s", column("Domain:", 20), n)
	out.line("%sAVAILABLE", column("Status:", 20))
}
