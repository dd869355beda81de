package whois

import (
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// The values of redacted fields. Programs compare them with these texts of ICANN's
// Temporary Specification of 2018 (appendix A, sections 2.2 and 2.5.1).
const (
	redacted      = "REDACTED FOR PRIVACY"
	redactedEmail = "Please query the RDDS service of the Registrar of Record identified in this output for information on how to contact the Registrant, Admin, or Tech contact of the queried domain name."
)

// writeRAA writes a domain in the layout of ICANN's 2013 Registrar Accreditation
// Agreement (RDDS specification, section 1.4.2) and of the registry agreement
// (Specification 4, section 1.4), which ICANN's test of WHOIS reads line by line.
func (s *Server) writeRAA(out *response, d lookup.Domain) {
	r := d.Sponsor
	out.line("Domain Name: %s", d.Name)
	if u := d.Name.Unicode(); u != string(d.Name) {
		out.line("Internationalized Domain Name: %s", u)
	}
	out.optional("Registry Domain ID", d.ROID)
	out.optional("Registrar URL", r.Website)
	out.optional("Updated Date", formatTime(d.Updated))
	out.optional("Creation Date", formatTime(d.Created))
	out.optional("Registry Expiry Date", formatTime(d.Expires))
	out.optional("Registrar", r.Name)
	if r.IANA > 0 {
		out.line("Registrar IANA ID: %d", r.IANA)
	}
	out.optional("Registrar Abuse Contact Email", r.Email)
	out.optional("Registrar Abuse Contact Phone", r.Voice)
	for _, s := range d.Statuses {
		out.line("Domain Status: %s https://icann.org/epp#%s", s, s)
	}
	for _, s := range d.RGP {
		if !slices.Contains(d.Statuses, registry.Status(s)) {
			out.line("Domain Status: %s https://icann.org/epp#%s", s, s)
		}
	}
	for _, c := range d.Contacts {
		writeContact(out, titles[c.Role], c)
	}
	for _, ns := range d.Nameservers {
		out.line("Name Server: %s", ns.Host)
	}
	signed := "unsigned"
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) > 0 {
		signed = "signedDelegation"
	}
	out.line("DNSSEC: %s", signed)
	if d.Policy.Public.RDAPProfile {
		out.line("URL of the ICANN Whois Inaccuracy Complaint Form: https://www.icann.org/wicf/")
	}
	s.footer(out, "For more information on Whois status codes, please visit https://icann.org/epp")
}

var titles = map[registry.ContactRole]string{registry.ContactRegistrant: "Registrant", registry.ContactAdmin: "Admin", registry.ContactTech: "Tech", registry.ContactBilling: "Billing"}

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func addrsText(ns registry.Nameserver) string {
	all := make([]string, len(ns.Addrs))
	for i, a := range ns.Addrs {
		all[i] = a.String()
	}
	return strings.Join(all, " ")
}

// writeContact writes the lines of a contact that have a value, or a redacted one.
func writeContact(out *response, title string, c lookup.Contact) {
	show := func(label string, f registry.Field, value string) {
		switch hidden := slices.Contains(c.Hidden, f); {
		case hidden && f == registry.FieldEmail:
			value = redactedEmail
		case hidden:
			value = redacted
		}
		out.optional(title+" "+label, value)
	}
	a, id := c.Contact.Postal, c.Contact.ROID
	if slices.Contains(c.Hidden, registry.FieldHandle) {
		id = redacted
	}
	out.optional("Registry "+title+" ID", id)
	show("Name", registry.FieldName, a.Name)
	show("Organization", registry.FieldOrg, a.Org)
	if len(a.Street) == 0 {
		a.Street = []string{""}
	}
	for _, s := range a.Street {
		show("Street", registry.FieldStreet, s)
	}
	show("City", registry.FieldCity, a.City)
	show("State/Province", registry.FieldState, a.State)
	show("Postal Code", registry.FieldPostalCode, a.PostalCode)
	show("Country", registry.FieldCountry, a.Country)
	show("Phone", registry.FieldVoice, c.Contact.Voice)
	show("Phone Ext", "", c.Contact.VoiceExt)
	show("Fax", registry.FieldFax, c.Contact.Fax)
	show("Fax Ext", "", c.Contact.FaxExt)
	show("Email", registry.FieldEmail, c.Contact.Email)
}
