package whois

import (
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

const redacted = "REDACTED FOR PRIVACY"

// writeRAA writes a domain in the layout of ICANN's 2013 Registrar Accreditation
// Agreement (RDDS specification, section 1.4.2), with a registry's additional
// lines.
func (s *Server) writeRAA(out *response, d lookup.Domain) {
	r := d.Sponsor
	out.line("Domain Name: %s", d.Name)
	if u := d.Name.Unicode(); u != string(d.Name) {
		out.line("Internationalized Domain Name: %s", u)
	}
	out.line("Registry Domain ID: %s", d.ROID)
	out.line("Registrar WHOIS Server: ")
	out.line("Registrar URL: %s", singleLine(r.Website))
	out.line("Updated Date: %s", formatTime(d.Updated))
	out.line("Creation Date: %s", formatTime(d.Created))
	out.line("Registry Expiry Date: %s", formatTime(d.Expires))
	out.line("Registrar: %s", singleLine(r.Name))
	if r.IANA > 0 {
		out.line("Registrar IANA ID: %d", r.IANA)
	}
	out.line("Registrar Abuse Contact Email: %s", singleLine(r.Email))
	out.line("Registrar Abuse Contact Phone: %s", singleLine(r.Voice))
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
		out.line("%s", "Name Server: "+string(ns.Host)+" "+addrsText(ns))
	}
	writeDNSSEC(out, d)
	if d.Policy.Public.RDAPProfile {
		out.line("URL of the ICANN Whois Inaccuracy Complaint Form: https://icann.org/wicf")
	}
	s.footer(out)
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

// writeContact writes all lines of a contact; those of redacted fields have the
// value "REDACTED FOR PRIVACY".
func writeContact(out *response, title string, c lookup.Contact) {
	show := func(label string, f registry.Field, value string) {
		if slices.Contains(c.Hidden, f) {
			value = redacted
		}
		out.line("%s", title+" "+label+": "+singleLine(value))
	}
	a := c.Contact.Postal
	id := c.Contact.ROID
	if slices.Contains(c.Hidden, registry.FieldHandle) {
		id = redacted
	}
	out.line("Registry %s ID: %s", title, id)
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

func writePostal(out *response, title string, a registry.Postal) {
	for _, s := range a.Street {
		out.line("%sStreet: %s", title, singleLine(s))
	}
	out.line("%sCity: %s", title, singleLine(a.City))
	out.line("%sState/Province: %s", title, singleLine(a.State))
	out.line("%sPostal Code: %s", title, singleLine(a.PostalCode))
	out.line("%sCountry: %s", title, singleLine(a.Country))
}

func writeDNSSEC(out *response, d lookup.Domain) {
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) == 0 {
		out.line("DNSSEC: unsigned")
		return
	}
	out.line("DNSSEC: signedDelegation")
	for _, ds := range d.DNSSEC.DS {
		out.line("DNSSEC DS Data: %d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
	}
	for _, k := range d.DNSSEC.Keys {
		out.line("DNSSEC Key Data: %d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
	}
}
