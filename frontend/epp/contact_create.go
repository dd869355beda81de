package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var (
	postalAttr = []eppxml.Attribute{{Name: "type", Text: eppxml.OneOf("loc", "int")}}

	addr = eppxml.Element{Name: "addr", Elements: []eppxml.Element{
		{Name: "street", Optional: true, Max: 3, Text: eppxml.Normalized(0, 255)},
		{Name: "city", Text: eppxml.Normalized(1, 255)},
		{Name: "sp", Optional: true, Text: eppxml.Normalized(0, 255)},
		{Name: "pc", Optional: true, Text: eppxml.Token(0, 16)},
		{Name: "cc", Text: eppxml.Token(2, 2)},
	}}

	postalInfo = eppxml.Element{Name: "postalInfo", Max: 2, Attrs: postalAttr, Elements: []eppxml.Element{
		{Name: "name", Text: eppxml.Normalized(1, 255)}, {Name: "org", Optional: true, Text: eppxml.Normalized(0, 255)}, addr,
	}}
	postalInfoUpdate = eppxml.Element{Name: "postalInfo", Optional: true, Max: 2, Attrs: postalAttr, Elements: []eppxml.Element{
		{Name: "name", Optional: true, Text: eppxml.Normalized(1, 255)}, {Name: "org", Optional: true, Text: eppxml.Normalized(0, 255)}, addr.AsOptional(),
	}}

	voice = telephone("voice")
	fax   = telephone("fax")
	email = eppxml.Element{Name: "email", Text: eppxml.Token(1, 254)}

	disclose = eppxml.Element{Name: "disclose", Optional: true, Attrs: []eppxml.Attribute{{Name: "flag", Text: eppxml.Boolean}}, Elements: []eppxml.Element{
		{Name: "name", Optional: true, Max: 2, Attrs: postalAttr}, {Name: "org", Optional: true, Max: 2, Attrs: postalAttr},
		{Name: "addr", Optional: true, Max: 2, Attrs: postalAttr},
		{Name: "voice", Optional: true}, {Name: "fax", Optional: true}, {Name: "email", Optional: true},
	}}

	createContactSchema = eppxml.Element{Check: distinctPostalTypes, Elements: []eppxml.Element{{Name: "id", Text: eppxml.ClID}, postalInfo, voice, fax, email, authInfo, disclose}}

	// updateContactSchema allows an empty <add> and <rem>, which contact-1.0 does not:
	// common clients send them.
	updateContactSchema = eppxml.Element{Elements: []eppxml.Element{
		{Name: "id", Text: eppxml.ClID},
		{Name: "add", Optional: true, Elements: []eppxml.Element{status}},
		{Name: "rem", Optional: true, Elements: []eppxml.Element{status}},
		{Name: "chg", Optional: true, Check: distinctPostalTypes, Elements: []eppxml.Element{postalInfoUpdate, voice, fax, email.AsOptional(), authInfo.AsOptional(), disclose}},
	}}
)

// telephone declares an optional telephone number (E.164, RFC 5733 section 2.5),
// which may be empty.
func telephone(name string) eppxml.Element {
	form := eppxml.Pattern("a telephone number, such as +1.7035555555", `\+[0-9]{1,3}\.[0-9]{1,14}`)
	return eppxml.Element{Name: name, Optional: true, Attrs: []eppxml.Attribute{{Name: "x", Optional: true, Text: eppxml.Token(0, 16)}}, Text: func(s string) (string, *eppxml.Error) {
		if s = eppxml.Collapse(s); s == "" {
			return s, nil
		}
		return form(s)
	}}
}

// distinctPostalTypes refuses two postalInfo of the same type with 2005.
func distinctPostalTypes(n *eppxml.Node) error {
	seen := ""
	for p := range n.All("postalInfo") {
		if form := p.Attr("type"); form == seen {
			return &eppxml.Error{Code: 2005, Reason: "two addresses are in the form " + form, Node: p}
		}
		seen = p.Attr("type")
	}
	return nil
}

func createContact(c *call, n *eppxml.Node) error {
	draft := registry.Contact{
		ID: registry.ContactID(n.Get("id")), Email: n.Get("email"), Disclosure: disclosureOf(n.Child("disclose"), registry.Disclosure{}),
	}
	draft.Voice, draft.VoiceExt = telephoneOf(n.Child("voice"))
	draft.Fax, draft.FaxExt = telephoneOf(n.Child("fax"))
	for p := range n.All("postalInfo") {
		if draft.PostalForm == "" {
			draft.PostalForm, draft.Postal = p.Attr("type"), postalOf(p, registry.Postal{})
		} else {
			draft.OtherPostal = postalOf(p, registry.Postal{})
		}
	}
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	draft.Ident = c.envelope.contact.ident
	created, err := do(c, contact.CreateContact{Contact: draft, Complete: true, EmptyVoice: n.Child("voice") != nil && draft.Voice == "", AuthInfo: n.Get("authInfo", "pw"), NoAuthInfo: true})
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(contactSpace, "creData")
	w.Text("contact:id", string(created.Contact.ID))
	w.Time("contact:crDate", created.Contact.Created)
	w.Close("contact:creData")
	return nil
}

func telephoneOf(n *eppxml.Node) (number, extension string) {
	if n == nil {
		return "", ""
	}
	return n.Text, n.Attr("x")
}

// postalOf returns old with the elements of n applied. An addr replaces the whole
// address.
func postalOf(n *eppxml.Node, old registry.Postal) registry.Postal {
	p := old
	if name := n.Child("name"); name != nil {
		p.Name = name.Text
	}
	if org := n.Child("org"); org != nil {
		p.Org = org.Text
	}
	if a := n.Child("addr"); a != nil {
		p.Street, p.City, p.State, p.PostalCode, p.Country = a.Texts("street"), a.Get("city"), a.Get("sp"), a.Get("pc"), a.Get("cc")
	}
	return p
}

// disclosureOf returns old with the parts of <contact:disclose> n moved to
// Publish or Withhold; old when n is nil.
func disclosureOf(n *eppxml.Node, old registry.Disclosure) registry.Disclosure {
	if n == nil {
		return old
	}
	d := registry.Disclosure{Consent: old.Consent}
	show := n.Attr("flag") == "true"
	for _, part := range disclosable {
		switch named := n.Child(part) != nil; {
		case named && show, !named && contains(old.Publish, part):
			d.Publish = append(d.Publish, part)
		case named, contains(old.Withhold, part):
			d.Withhold = append(d.Withhold, part)
		}
	}
	return d
}
