package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// contactMapping is the object mapping of RFC 5733.
var contactMapping = mapping{Namespace: contactSpace, verbs: []verb{
	{name: "check", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "id", Max: eppxml.Unbounded, Limit: maxCheckObjects, Text: identifier(eppxml.ClID)}}}, handle: checkContacts},
	{name: "info", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "id", Text: eppxml.ClID}, authInfo.AsOptional()}}, handle: contactInfo},
	{name: "create", schema: createContactSchema, handle: createContact},
	{name: "update", schema: updateContactSchema, handle: updateContact},
	{name: "delete", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "id", Text: eppxml.ClID}}}, handle: deleteContact},
	{name: "transfer", attrs: transferAttr, schema: eppxml.Element{Elements: []eppxml.Element{{Name: "id", Text: eppxml.ClID}, authInfo.AsOptional()}}, handle: transferContact},
}}

func checkContacts(c *call, n *eppxml.Node) error {
	var q contact.CheckContacts
	for _, id := range n.Texts("id") {
		q.IDs = append(q.IDs, registry.ContactID(id))
	}
	free, err := ask(c, q)
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(contactSpace, "chkData")
	for _, id := range q.IDs {
		w.Open("contact:cd")
		w.avail("contact:id", string(id), free[id])
		if !free[id] {
			w.Text("contact:reason", "In use")
		}
		w.Close("contact:cd")
	}
	w.Close("contact:chkData")
	return nil
}

func contactInfo(c *call, n *eppxml.Node) error {
	q := contact.ContactInfo{ID: registry.ContactID(n.Get("id")), AuthInfo: n.Get("authInfo", "pw")}
	if n.Find("authInfo", "pw") != nil && q.AuthInfo == "" {
		return registry.ErrAuthInfo.On("authInfo", "")
	}
	info, err := ask(c, q)
	if err != nil {
		return err
	}
	c.writeContact(info)
	return nil
}

// writeContact writes <contact:infData>.
func (c *call) writeContact(info contact.ContactDetail) {
	w, p := &c.resData, info.Contact
	w.OpenNS(contactSpace, "infData")
	w.Text("contact:id", string(p.ID))
	w.Text("contact:roid", p.ROID)
	w.statuses("contact:status", p.Statuses, p.AllStatuses(info.Linked))
	w.postalInfo(postalType(p.PostalForm), p.Postal)
	if !isEmptyPostal(p.OtherPostal) {
		w.postalInfo(otherPostalType(postalType(p.PostalForm)), p.OtherPostal)
	}
	w.voice("contact:voice", p.Voice, p.VoiceExt)
	w.voice("contact:fax", p.Fax, p.FaxExt)
	w.Text("contact:email", p.Email)
	w.Text("contact:clID", string(p.Registrar))
	w.registrarID("contact:crID", p.CreatedBy.Registrar, p.Registrar) // contact-1.0 requires crID
	w.Time("contact:crDate", p.Created)
	w.registrarID("contact:upID", p.UpdatedBy.Registrar, "")
	w.Time("contact:upDate", p.Updated)
	w.Time("contact:trDate", p.Transferred)
	c.writeAuthInfo("contact", info.AuthInfo)
	w.disclosure(p)
	w.Close("contact:infData")
}

// postalInfo writes <contact:postalInfo>; form is "loc" or "int".
func (w *writer) postalInfo(form string, p registry.Postal) {
	w.Open("contact:postalInfo", "type", form)
	w.Text("contact:name", firstNonEmpty(p.Name, p.Org, "-"))
	w.Optional("contact:org", p.Org)
	w.Open("contact:addr")
	for _, line := range p.Street {
		w.Optional("contact:street", line)
	}
	w.Text("contact:city", firstNonEmpty(p.City, "-"))
	w.Optional("contact:sp", p.State)
	w.Optional("contact:pc", p.PostalCode)
	w.Text("contact:cc", firstNonEmpty(p.Country, "ZZ")) // contact-1.0 requires cc; ZZ is unassigned in ISO 3166
	w.Close("contact:addr")
	w.Close("contact:postalInfo")
}

// firstNonEmpty returns the first of texts that is not "", for elements that
// contact-1.0 requires and contacts from other frontends may lack.
func firstNonEmpty(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func (w *writer) voice(element, number, extension string) {
	switch {
	case number == "":
	case extension != "":
		w.Text(element, number, "x", extension)
	default:
		w.Text(element, number)
	}
}

// disclosure writes <contact:disclose> of p. The element holds one flag for all
// its parts, so that withheld parts take precedence over published ones.
func (w *writer) disclosure(p registry.Contact) {
	flag, parts := "0", p.Disclosure.Withhold
	if len(parts) == 0 {
		flag, parts = "1", p.Disclosure.Publish
	}
	if len(parts) == 0 {
		return
	}
	w.Open("contact:disclose", "flag", flag)
	for _, part := range disclosable {
		if !contains(parts, part) {
			continue
		}
		switch part {
		case "name", "org", "addr":
			w.Empty("contact:"+part, "type", postalType(p.PostalForm))
			if !isEmptyPostal(p.OtherPostal) {
				w.Empty("contact:"+part, "type", otherPostalType(postalType(p.PostalForm)))
			}
		default:
			w.Empty("contact:" + part)
		}
	}
	w.Close("contact:disclose")
}

// disclosable lists the parts of <contact:disclose> in the order of contact-1.0.
var disclosable = []string{"name", "org", "addr", "voice", "fax", "email"}

func contains(parts []string, part string) bool {
	for _, p := range parts {
		if p == part {
			return true
		}
	}
	return false
}

// postalType returns the type attribute of a postalInfo; it defaults to "loc".
func postalType(form string) string { return firstNonEmpty(form, "loc") }

func otherPostalType(form string) string {
	if form == "loc" {
		return "int"
	}
	return "loc"
}

func isEmptyPostal(p registry.Postal) bool {
	return p.Name == "" && p.Org == "" && len(p.Street) == 0 && p.City == "" && p.State == "" && p.PostalCode == "" && p.Country == ""
}
