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

func updateContact(c *call, n *node) error {
	if err := c.changes(n); err != nil {
		return err
	}
	cmd := changeContact{UpdateContact: command.UpdateContact{ID: registry.ContactID(n.get("id")), Statuses: statusEdit(n), Secure: true}, chg: n.child("chg")}
	if a := n.at("chg", "authInfo"); a != nil {
		cmd.AuthInfo, cmd.NoAuthInfo = a.get("pw"), a.get("pw") == ""
	}
	if err := c.extend(&cmd); err != nil {
		return err
	}
	after, err := do(c, cmd)
	if err != nil {
		return err
	}
	return c.tell(&after)
}

// A changeContact is an update of which parts say only what they change: it
// reads the contact in the transaction of the change.
type changeContact struct {
	command.UpdateContact
	chg *node
}

func (u changeContact) Wrapped() any { return u.UpdateContact }

func (u changeContact) Run(t *command.Tx) (registry.Contact, error) {
	if u.chg == nil {
		return u.UpdateContact.Run(t)
	}
	was, err := t.Contact(u.ID)
	if err != nil {
		return was, err
	}
	u.Patch = patchOf(u.chg, was)
	return u.UpdateContact.Run(t)
}

func patchOf(chg *node, was registry.Contact) command.ContactPatch {
	var p command.ContactPatch
	for info := range chg.all("postalInfo") {
		if form := info.attr("type"); form == formOf(was.Form) {
			postal := postalOf(info, was.Postal)
			p.Postal = &postal
		} else {
			other := postalOf(info, was.Other)
			p.Other = &other
		}
	}
	if v := chg.child("voice"); v != nil {
		number, extension := telephoneOf(v)
		p.Voice, p.VoiceExt = &number, &extension
	}
	if f := chg.child("fax"); f != nil {
		number, extension := telephoneOf(f)
		p.Fax, p.FaxExt = &number, &extension
	}
	if e := chg.child("email"); e != nil {
		text := e.text
		p.Email = &text
	}
	if d := chg.child("disclose"); d != nil {
		said := disclosureOf(d, was.Disclosure)
		p.Disclosure = &said
	}
	return p
}

func deleteContact(c *call, n *node) error {
	gone, err := do(c, command.DeleteContact{ID: registry.ContactID(n.get("id"))})
	if err != nil {
		return err
	}
	return c.tell(&gone)
}

func transferContact(c *call, n *node) error {
	op := c.op.attr("op")
	tr, err := c.handOverContact(op, registry.ContactID(n.get("id")), n.get("authInfo", "pw"))
	if err != nil {
		return err
	}
	if op == "request" && tr.State == registry.TransferPending {
		c.code = 1001
	}
	c.data.contactTransfer(tr)
	return c.tell(&tr)
}

func (c *call) handOverContact(op string, id registry.ContactID, secret string) (registry.Transfer, error) {
	state := map[string]registry.TransferState{
		"approve": registry.TransferClientApproved, "reject": registry.TransferClientRejected, "cancel": registry.TransferClientCancelled,
	}[op]
	switch op {
	case "request":
		return do(c, command.RequestContactTransfer{ID: id, AuthInfo: secret})
	case "query":
		return ask(c, command.ContactTransferQuery{ID: id, AuthInfo: secret})
	}
	return do(c, command.AnswerContactTransfer{ID: id, State: state})
}

// contactTransfer writes <contact:trnData>.
func (w *writer) contactTransfer(tr registry.Transfer) {
	w.trnData(contactURI, "id", tr)
	w.close("contact:trnData")
}
