package whois

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/view/lookup"
)

// The layout of .fr, which is that of AFNIC's server: paragraphs of keys and values in
// columns, one each for the domain, its name servers, its registrar and every contact.

const (
	sourceFR    = "FRNIC"
	anonymousFR = "ANO00-FRNIC" // the handle of every contact whose handle is not shown
)

func (s *Server) writeFR(out *response, d lookup.Domain) {
	writeFRHeader(out)
	hold := slices.Contains(d.Statuses, registry.ClientHold) || slices.Contains(d.Statuses, registry.ServerHold)
	out.rowFR("domain", d.Name.Unicode())
	out.rowFR("status", statusFR(d))
	for _, status := range d.Statuses {
		if status == registry.OK {
			status = "active"
		}
		out.rowFR("eppstatus", string(status))
	}
	for _, status := range d.RGP {
		if !slices.Contains(d.Statuses, registry.Status(status)) {
			out.rowFR("eppstatus", status)
		}
	}
	out.rowFR("hold", yesOrNo(hold))
	for _, c := range d.Contacts {
		out.rowFR(contactKeysFR[c.Role], handleFR(c))
	}
	out.rowFR("registrar", d.Sponsor.Name)
	out.rowFR("Expiry Date", formatTime(d.Expires))
	out.rowFR("created", formatTime(d.Created))
	out.rowFR("last-update", formatTime(cmp.Or(d.Updated, d.Created)))
	out.rowFR("source", sourceFR)
	writeFRDelegation(out, d)
	writeFRRegistrar(out, d.Sponsor)
	written := map[string]bool{}
	for _, c := range d.Contacts {
		if handle := handleFR(c); !written[handle] {
			written[handle] = true
			writeFRContact(out, c, d.Sponsor)
		}
	}
	out.line("")
	out.line(">>> Last update of WHOIS database: %s <<<", s.Lookup.Now().UTC().Format(time.RFC3339))
}

// contactKeysFR are the keys of a domain's contacts.
var contactKeysFR = map[registry.ContactRole]string{
	registry.ContactRegistrant: "holder-c", registry.ContactAdmin: "admin-c", registry.ContactTech: "tech-c", registry.ContactBilling: "billing-c",
}

// statusFR returns the status of a domain: in the zone, registered only, or deleted but
// restorable.
func statusFR(d lookup.Domain) string {
	switch {
	case slices.Contains(d.RGP, "redemptionPeriod"):
		return "REDEMPTION"
	case d.Delegated():
		return "ACTIVE"
	}
	return "REGISTERED"
}

func handleFR(c lookup.Contact) string { return cmp.Or(c.Contact.ROID, anonymousFR) }

func yesOrNo(yes bool) string {
	if yes {
		return "YES"
	}
	return "NO"
}

// writeFRDelegation writes the paragraphs of the name servers and of the DNSSEC data,
// each only if the domain has any.
func writeFRDelegation(out *response, d lookup.Domain) {
	if len(d.Nameservers) > 0 {
		out.line("")
		for _, ns := range d.Nameservers {
			text := string(ns.Host)
			if len(ns.Addrs) > 0 {
				text += " [" + addrsText(ns) + "]"
			}
			out.rowFR("nserver", text)
		}
		out.rowFR("source", sourceFR)
	}
	if len(d.DNSSEC.DS) == 0 {
		return
	}
	out.line("")
	for i, ds := range d.DNSSEC.DS {
		key := fmt.Sprintf("key%d-", i+1)
		out.rowFR(key+"tag", fmt.Sprint(ds.KeyTag))
		out.rowFR(key+"algo", fmt.Sprint(ds.Algorithm))
		out.rowFR(key+"dgst-t", fmt.Sprint(ds.DigestType))
		out.rowFR(key+"dgst", ds.Digest)
	}
	out.rowFR("source", sourceFR)
}

func writeFRRegistrar(out *response, r registry.Registrar) {
	out.line("")
	out.rowFR("registrar", r.Name)
	writeFRPostal(out, r.Address)
	out.rowFR("phone", r.Voice)
	out.rowFR("e-mail", r.Email)
	out.rowFR("website", r.Website)
	out.rowFR("anonymous", "No")
	out.rowFR("registered", formatTime(r.Created))
	out.rowFR("source", sourceFR)
}

func writeFRContact(out *response, c lookup.Contact, r registry.Registrar) {
	kind := "ORGANIZATION"
	if c.Person {
		kind = "PERSON"
	}
	a := c.Contact.Postal
	hidden := a.Name == "" && a.Org == ""
	out.line("")
	out.rowFR("nic-hdl", handleFR(c))
	out.rowFR("type", kind)
	if hidden {
		out.rowFR("contact", "Ano Nymous")
		out.rowFR("remarks", "The data of this contact is not published.")
	} else {
		out.rowFR("contact", cmp.Or(a.Org, a.Name))
		writeFRPostal(out, a)
		out.rowFR("phone", c.Contact.Voice)
		out.rowFR("fax-no", c.Contact.Fax)
		out.rowFR("e-mail", c.Contact.Email)
	}
	out.rowFR("registrar", r.Name)
	if !hidden && !c.Shield {
		out.rowFR("changed", formatTime(cmp.Or(c.Contact.Updated, c.Contact.Created)))
	}
	out.rowFR("anonymous", yesOrNo(hidden))
	out.rowFR("obsoleted", "NO")
	out.rowFR("eppstatus", "associated")
	out.rowFR("eppstatus", "active")
	out.rowFR("source", sourceFR)
}

func writeFRPostal(out *response, a registry.Postal) {
	for _, line := range a.Street {
		out.rowFR("address", line)
	}
	out.rowFR("address", strings.TrimSpace(a.PostalCode+" "+a.City))
	out.rowFR("country", a.Country)
}

func (s *Server) writeFRNotFound(out *response, _ name.Name) {
	writeFRHeader(out)
	out.line("%%%% NOT FOUND")
}

func writeFRHeader(out *response) {
	out.line("%%%%")
	out.line("%%%% WHOIS of .fr. Dates have the form YYYY-MM-DDThh:mm:ssZ.")
	out.line("%%%% What is found here is not for advertising, and not to be copied in bulk.")
	out.line("%%%%")
	out.line("")
}

// rowFR writes a key and its value in columns, unless the value is empty.
func (out *response) rowFR(key, value string) {
	if value != "" {
		out.line("%s", padRight(key+":", 31)+singleLine(value))
	}
}
