package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

func updateContact(c *call, n *eppxml.Node) error {
	if err := c.requireChanges(n); err != nil {
		return err
	}
	cmd := contactUpdate{UpdateContact: contact.UpdateContact{ID: registry.ContactID(n.Get("id")), Statuses: statusEdit(n)}, chg: n.Child("chg")}
	if a := n.Find("chg", "authInfo"); a != nil && len(a.Descendants) > 0 {
		cmd.AuthInfo, cmd.NoAuthInfo = a.Get("pw"), a.Get("pw") == ""
	}
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	_, err := do(c, cmd)
	return err
}

// A contactUpdate is an UpdateContact whose <chg> may give parts of a postal
// address or disclosure. It merges them with the stored contact, which it reads
// in the transaction of the update. chg is nil without <chg>.
type contactUpdate struct {
	contact.UpdateContact
	chg *eppxml.Node
}

// Wrapped returns the command that u extends.
func (u contactUpdate) Wrapped() any { return u.UpdateContact }

func (u contactUpdate) Run(t *command.Tx) (registry.Contact, error) {
	if u.chg == nil {
		return u.UpdateContact.Run(t)
	}
	old, err := contact.LoadOwnContact(t, u.ID)
	if err != nil {
		return old, err
	}
	u.Patch = contactPatchOf(u.chg, old)
	return u.UpdateContact.Run(t)
}

// contactPatchOf returns the changes of <chg> to old.
func contactPatchOf(chg *eppxml.Node, old registry.Contact) contact.ContactPatch {
	var p contact.ContactPatch
	for info := range chg.All("postalInfo") {
		if form := info.Attr("type"); form == postalType(old.PostalForm) {
			postal := postalOf(info, old.Postal)
			p.Postal = &postal
		} else {
			other := postalOf(info, old.OtherPostal)
			p.Other = &other
		}
	}
	if v := chg.Child("voice"); v != nil {
		number, extension := telephoneOf(v)
		p.Voice, p.VoiceExt = &number, &extension
	}
	if f := chg.Child("fax"); f != nil {
		number, extension := telephoneOf(f)
		p.Fax, p.FaxExt = &number, &extension
	}
	if e := chg.Child("email"); e != nil {
		text := e.Text
		p.Email = &text
	}
	if d := chg.Child("disclose"); d != nil {
		disclosure := disclosureOf(d, old.Disclosure)
		p.Disclosure = &disclosure
	}
	return p
}
