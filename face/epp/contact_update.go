package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

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
