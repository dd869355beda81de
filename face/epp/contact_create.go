package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

var (
	postalAttr = []attribute{{name: "type", text: oneOf("loc", "int")}}

	addr = element{name: "addr", sub: []element{
		{name: "street", opt: true, max: 3, text: normalized(0, 255)},
		{name: "city", text: normalized(1, 255)},
		{name: "sp", opt: true, text: normalized(0, 255)},
		{name: "pc", opt: true, text: token(0, 16)},
		{name: "cc", text: token(2, 2)},
	}}

	postalInfo = element{name: "postalInfo", max: 2, attrs: postalAttr, sub: []element{
		{name: "name", text: normalized(1, 255)}, {name: "org", opt: true, text: normalized(0, 255)}, addr,
	}}
	postalChange = element{name: "postalInfo", opt: true, max: 2, attrs: postalAttr, sub: []element{
		{name: "name", opt: true, text: normalized(1, 255)}, {name: "org", opt: true, text: normalized(0, 255)}, addr.orNone(),
	}}

	voice = telephone("voice")
	fax   = telephone("fax")
	email = element{name: "email", text: token(1, 254)}

	disclose = element{name: "disclose", opt: true, attrs: []attribute{{name: "flag", text: boolean}}, also: notEmpty, sub: []element{
		{name: "name", opt: true, max: 2, attrs: postalAttr}, {name: "org", opt: true, max: 2, attrs: postalAttr},
		{name: "addr", opt: true, max: 2, attrs: postalAttr},
		{name: "voice", opt: true}, {name: "fax", opt: true}, {name: "email", opt: true},
	}}

	createContactForm = element{also: twoForms, sub: []element{{name: "id", text: clID}, postalInfo, voice, fax, email, authInfo, disclose}}
	updateContactForm = element{sub: []element{
		{name: "id", text: clID},
		{name: "add", opt: true, sub: []element{status}},
		{name: "rem", opt: true, sub: []element{status}},
		{name: "chg", opt: true, also: twoForms, sub: []element{postalChange, voice, fax, email.orNone(), authInfo.orNone(), disclose}},
	}}
)

// telephone takes a number as ITU E.164 has it (RFC 5733 section 2.5), or none.
func telephone(name string) element {
	form := pattern("a telephone number, such as +1.7035555555", `\+[0-9]{1,3}\.[0-9]{1,14}`)
	return element{name: name, opt: true, attrs: []attribute{{name: "x", opt: true, text: token(0, 16)}}, text: func(s string) (string, *problem) {
		if s = collapse(s); s == "" {
			return s, nil
		}
		return form(s)
	}}
}

// twoForms wants two addresses to be in two forms.
func twoForms(n *node) error {
	seen := ""
	for p := range n.all("postalInfo") {
		if form := p.attr("type"); form == seen {
			return &problem{code: 2005, reason: "two addresses are in the form " + form, node: p}
		}
		seen = p.attr("type")
	}
	return nil
}

func createContact(c *call, n *node) error {
	made := registry.Contact{
		ID: registry.ContactID(n.get("id")), Email: n.get("email"), Disclosure: disclosureOf(n.child("disclose"), registry.Disclosure{}),
		EntityType: 7, // .it: a registrant of no special kind, since RFC 5733 has no kinds
	}
	made.Voice, made.VoiceExt = telephoneOf(n.child("voice"))
	made.Fax, made.FaxExt = telephoneOf(n.child("fax"))
	for p := range n.all("postalInfo") {
		if made.Form == "" {
			made.Form, made.Postal = p.attr("type"), postalOf(p, registry.Postal{})
		} else {
			made.Other = postalOf(p, registry.Postal{})
		}
	}
	made.Nationality = made.Postal.Country
	cmd := command.CreateContact{Contact: made, AuthInfo: n.get("authInfo", "pw"), Secure: true}
	if err := c.extend(&cmd); err != nil {
		return err
	}
	done, err := do(c, cmd)
	if err != nil {
		return err
	}
	w := &c.data
	w.object(contactURI, "creData")
	w.text("contact:id", string(done.Contact.ID))
	w.time("contact:crDate", done.Contact.Created)
	w.close("contact:creData")
	return c.tell(&done)
}

func telephoneOf(n *node) (number, extension string) {
	if n == nil {
		return "", ""
	}
	return n.text, n.attr("x")
}

// postalOf returns was with what n says; an address replaces the whole old one.
func postalOf(n *node, was registry.Postal) registry.Postal {
	p := was
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

// disclosureOf returns was with what n says of some parts.
func disclosureOf(n *node, was registry.Disclosure) registry.Disclosure {
	if n == nil {
		return was
	}
	said := registry.Disclosure{Consent: was.Consent}
	show := n.attr("flag") == "true"
	for _, part := range disclosable {
		switch named := n.child(part) != nil; {
		case named && show, !named && contains(was.Publish, part):
			said.Publish = append(said.Publish, part)
		case named, contains(was.Withhold, part):
			said.Withhold = append(said.Withhold, part)
		}
	}
	return said
}
