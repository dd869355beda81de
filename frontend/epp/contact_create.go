package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

var (
	postalAttr = []attrDecl{{name: "type", text: oneOf("loc", "int")}}

	addr = elementDecl{name: "addr", sub: []elementDecl{
		{name: "street", opt: true, max: 3, text: normalized(0, 255)},
		{name: "city", text: normalized(1, 255)},
		{name: "sp", opt: true, text: normalized(0, 255)},
		{name: "pc", opt: true, text: token(0, 16)},
		{name: "cc", text: token(2, 2)},
	}}

	postalInfo = elementDecl{name: "postalInfo", max: 2, attrs: postalAttr, sub: []elementDecl{
		{name: "name", text: normalized(1, 255)}, {name: "org", opt: true, text: normalized(0, 255)}, addr,
	}}
	postalInfoUpdate = elementDecl{name: "postalInfo", opt: true, max: 2, attrs: postalAttr, sub: []elementDecl{
		{name: "name", opt: true, text: normalized(1, 255)}, {name: "org", opt: true, text: normalized(0, 255)}, addr.asOptional(),
	}}

	voice = telephone("voice")
	fax   = telephone("fax")
	email = elementDecl{name: "email", text: token(1, 254)}

	disclose = elementDecl{name: "disclose", opt: true, attrs: []attrDecl{{name: "flag", text: boolean}}, check: notEmpty, sub: []elementDecl{
		{name: "name", opt: true, max: 2, attrs: postalAttr}, {name: "org", opt: true, max: 2, attrs: postalAttr},
		{name: "addr", opt: true, max: 2, attrs: postalAttr},
		{name: "voice", opt: true}, {name: "fax", opt: true}, {name: "email", opt: true},
	}}

	createContactSchema = elementDecl{check: distinctPostalTypes, sub: []elementDecl{{name: "id", text: clIDType}, postalInfo, voice, fax, email, authInfo, disclose}}
	updateContactSchema = elementDecl{sub: []elementDecl{
		{name: "id", text: clIDType},
		{name: "add", opt: true, sub: []elementDecl{status}},
		{name: "rem", opt: true, sub: []elementDecl{status}},
		{name: "chg", opt: true, check: distinctPostalTypes, sub: []elementDecl{postalInfoUpdate, voice, fax, email.asOptional(), authInfo.asOptional(), disclose}},
	}}
)

// telephone declares an optional telephone number (E.164, RFC 5733 section 2.5),
// which may be empty.
func telephone(name string) elementDecl {
	form := pattern("a telephone number, such as +1.7035555555", `\+[0-9]{1,3}\.[0-9]{1,14}`)
	return elementDecl{name: name, opt: true, attrs: []attrDecl{{name: "x", opt: true, text: token(0, 16)}}, text: func(s string) (string, *resultError) {
		if s = collapse(s); s == "" {
			return s, nil
		}
		return form(s)
	}}
}

// distinctPostalTypes refuses two postalInfo of the same type with 2005.
func distinctPostalTypes(n *node) error {
	seen := ""
	for p := range n.all("postalInfo") {
		if form := p.attr("type"); form == seen {
			return &resultError{code: 2005, reason: "two addresses are in the form " + form, node: p}
		}
		seen = p.attr("type")
	}
	return nil
}

func createContact(c *call, n *node) error {
	draft := registry.Contact{
		ID: registry.ContactID(n.get("id")), Email: n.get("email"), Disclosure: disclosureOf(n.child("disclose"), registry.Disclosure{}),
		EntityType: 7, // .it's catch-all type; RFC 5733 has no element for it
	}
	draft.Voice, draft.VoiceExt = telephoneOf(n.child("voice"))
	draft.Fax, draft.FaxExt = telephoneOf(n.child("fax"))
	for p := range n.all("postalInfo") {
		if draft.PostalForm == "" {
			draft.PostalForm, draft.Postal = p.attr("type"), postalOf(p, registry.Postal{})
		} else {
			draft.OtherPostal = postalOf(p, registry.Postal{})
		}
	}
	draft.Nationality = draft.Postal.Country
	cmd := contact.CreateContact{Contact: draft, AuthInfo: n.get("authInfo", "pw"), SecureAuthInfo: true}
	if err := c.decodeExtensions(&cmd); err != nil {
		return err
	}
	created, err := do(c, cmd)
	if err != nil {
		return err
	}
	w := &c.resData
	w.openNS(contactURI, "creData")
	w.text("contact:id", string(created.Contact.ID))
	w.time("contact:crDate", created.Contact.Created)
	w.close("contact:creData")
	return c.encodeExtensions(&created)
}

func telephoneOf(n *node) (number, extension string) {
	if n == nil {
		return "", ""
	}
	return n.text, n.attr("x")
}

// postalOf returns old with the elements of n applied. An addr replaces the whole
// address.
func postalOf(n *node, old registry.Postal) registry.Postal {
	p := old
	if name := n.child("name"); name != nil {
		p.Name = name.text
	}
	if org := n.child("org"); org != nil {
		p.Org = org.text
	}
	if a := n.child("addr"); a != nil {
		p.Street, p.City, p.State, p.PostalCode, p.Country = a.texts("street"), a.get("city"), a.get("sp"), a.get("pc"), a.get("cc")
	}
	return p
}

// disclosureOf returns old with the parts of <contact:disclose> n moved to
// Publish or Withhold; old when n is nil.
func disclosureOf(n *node, old registry.Disclosure) registry.Disclosure {
	if n == nil {
		return old
	}
	d := registry.Disclosure{Consent: old.Consent}
	show := n.attr("flag") == "true"
	for _, part := range disclosable {
		switch named := n.child(part) != nil; {
		case named && show, !named && contains(old.Publish, part):
			d.Publish = append(d.Publish, part)
		case named, contains(old.Withhold, part):
			d.Withhold = append(d.Withhold, part)
		}
	}
	return d
}
