package whois

import (
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view"
)

const withheld = "REDACTED FOR PRIVACY"

// raa tells of a domain as ICANN's registrar accreditation agreement of 2013
// has it (its RDDS specification, section 1.4.2), with a registry's lines.
func (f *Face) raa(p *page, d view.Domain) {
	r := d.Sponsor
	p.line("Domain Name: %s", d.Name)
	if u := d.Name.Unicode(); u != string(d.Name) {
		p.line("Internationalized Domain Name: %s", u)
	}
	p.line("Registry Domain ID: %s", d.ROID)
	p.line("Registrar WHOIS Server: ")
	p.line("Registrar URL: %s", plain(r.Website))
	p.line("Updated Date: %s", stamp(d.Updated))
	p.line("Creation Date: %s", stamp(d.Created))
	p.line("Registry Expiry Date: %s", stamp(d.Expires))
	p.line("Registrar: %s", plain(r.Name))
	if r.IANA > 0 {
		p.line("Registrar IANA ID: %d", r.IANA)
	}
	p.line("Registrar Abuse Contact Email: %s", plain(r.Email))
	p.line("Registrar Abuse Contact Phone: %s", plain(r.Voice))
	for _, s := range d.Statuses {
		p.line("Domain Status: %s https://icann.org/epp#%s", s, s)
	}
	for _, s := range d.RGP {
		if !slices.Contains(d.Statuses, registry.Status(s)) {
			p.line("Domain Status: %s https://icann.org/epp#%s", s, s)
		}
	}
	for _, c := range d.Contacts {
		tellContact(p, titles[c.Role], c)
	}
	for _, ns := range d.Nameservers {
		p.line("%s", "Name Server: "+string(ns.Host)+" "+glue(ns))
	}
	tellDNSSEC(p, d)
	if d.Policy.Public.Profile {
		p.line("URL of the ICANN Whois Inaccuracy Complaint Form: https://icann.org/wicf")
	}
	f.end(p)
}

var titles = map[string]string{"registrant": "Registrant", "admin": "Admin", "tech": "Tech", "billing": "Billing"}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func glue(ns registry.Nameserver) string {
	all := make([]string, len(ns.Addrs))
	for i, a := range ns.Addrs {
		all[i] = a.String()
	}
	return strings.Join(all, " ")
}

// tellContact writes a contact with every line that there can be; a redacted
// one says so.
func tellContact(p *page, title string, c view.Contact) {
	show := func(label string, f registry.Field, value string) {
		if slices.Contains(c.Hidden, f) {
			value = withheld
		}
		p.line("%s", title+" "+label+": "+plain(value))
	}
	a := c.Contact.Postal
	id := c.Contact.ROID
	if slices.Contains(c.Hidden, registry.FieldHandle) {
		id = withheld
	}
	p.line("Registry %s ID: %s", title, id)
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

func tellPostal(p *page, title string, a registry.Postal) {
	for _, s := range a.Street {
		p.line("%sStreet: %s", title, plain(s))
	}
	p.line("%sCity: %s", title, plain(a.City))
	p.line("%sState/Province: %s", title, plain(a.State))
	p.line("%sPostal Code: %s", title, plain(a.PostalCode))
	p.line("%sCountry: %s", title, plain(a.Country))
}

func tellDNSSEC(p *page, d view.Domain) {
	if len(d.DNSSEC.DS)+len(d.DNSSEC.Keys) == 0 {
		p.line("DNSSEC: unsigned")
		return
	}
	p.line("DNSSEC: signedDelegation")
	for _, ds := range d.DNSSEC.DS {
		p.line("DNSSEC DS Data: %d %d %d %s", ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest)
	}
	for _, k := range d.DNSSEC.Keys {
		p.line("DNSSEC Key Data: %d %d %d %s", k.Flags, k.Protocol, k.Algorithm, k.PublicKey)
	}
}
