package whois

import (
	"cmp"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/view"
)

// The layout of .it: what the domain is in columns, then a paragraph for each
// party. Who did not consent to be published is hidden.

const hiddenIT = "hidden"

func it(p *page, d view.Domain) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.DateTime)
	}
	row := func(key, value string) { p.line("%s", column(key+":", 20)+value) }
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
	last := ""
	for _, c := range d.Contacts {
		title := map[string]string{"registrant": "Registrant", "admin": "Admin Contact", "tech": "Technical Contacts", "billing": "Billing Contacts"}[c.Role]
		p.line("")
		if title != last {
			p.line("%s", title)
			last = title
		}
		itContact(p, c, at)
	}
	p.line("")
	p.line("Registrar")
	itRow(p, "Organization", d.Sponsor.Name)
	itRow(p, "Name", string(d.Sponsor.ID))
	itRow(p, "Web", d.Sponsor.Website)
	p.line("")
	if len(d.Nameservers) > 0 {
		p.line("Nameservers")
		for _, ns := range d.Nameservers {
			p.line("%s", "  "+string(ns.Host)+" "+glue(ns))
		}
	}
}

func itContact(p *page, c view.Contact, at func(time.Time) string) {
	a := c.Contact.Postal
	if a.Name == "" && a.Org == "" {
		itRow(p, "Name", hiddenIT)
	} else {
		if a.Name != a.Org {
			itRow(p, "Name", a.Name)
		}
		itRow(p, "Organization", a.Org)
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
			itRow(p, label, s)
		} else {
			p.line("%s", column("", 20)+plain(s))
		}
		label = ""
	}
	if !c.Shield {
		itRow(p, "Created", at(c.Contact.Created))
		itRow(p, "Last Update", at(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
}

func itRow(p *page, key, value string) {
	if value != "" {
		p.line("%s", column("  "+key+":", 20)+plain(value))
	}
}

func itNone(p *page, n name.Name) {
	p.line("%s%s", column("Domain:", 20), n)
	p.line("%sAVAILABLE", column("Status:", 20))
}
