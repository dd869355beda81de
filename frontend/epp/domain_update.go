package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var updateDomainSchema = eppxml.Element{Elements: []eppxml.Element{
	{Name: "name", Text: eppxml.Label},
	{Name: "add", Optional: true, Elements: []eppxml.Element{nameservers, contacts, status}},
	{Name: "rem", Optional: true, Elements: []eppxml.Element{nameservers, contacts, status}},
	{Name: "chg", Optional: true, Elements: []eppxml.Element{{Name: "registrant", Optional: true, Text: eppxml.Token(0, 16)}, authInfoUpdate.AsOptional()}},
}}

// authInfoUpdate declares a new authInfo, or <null> to remove it.
var authInfoUpdate = eppxml.Element{Name: "authInfo", Choice: true, Check: onlyPassword, Elements: append([]eppxml.Element{{Name: "null", Optional: true, Any: true}}, authInfo.Elements...)}

func updateDomain(c *call, n *eppxml.Node) error {
	if err := c.requireChanges(n); err != nil {
		return err
	}
	cmd, err := updateOf(n)
	if err != nil {
		return err
	}
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	x := &c.envelope.transform
	cmd.DS, cmd.Keys, cmd.MaxSigLife = x.dnssecUpdate.DS, x.dnssecUpdate.Keys, x.dnssecUpdate.MaxSigLife
	updated, err := c.runUpdate(x, cmd, n)
	if x.domain = updated.Domain; updated.Awaits() {
		c.code = 1001
	}
	return err
}

// updateOf decodes the elements of RFC 5731 in n.
func updateOf(n *eppxml.Node) (u object.UpdateDomain, err error) {
	add, rem := n.Child("add"), n.Child("rem")
	u = object.UpdateDomain{
		Name: n.Get("name"), Statuses: statusEdit(n),
		Admin:   command.Edit[registry.ContactID]{Add: contactsOf(add, "admin"), Rem: contactsOf(rem, "admin")},
		Tech:    command.Edit[registry.ContactID]{Add: contactsOf(add, "tech"), Rem: contactsOf(rem, "tech")},
		Billing: command.Edit[registry.ContactID]{Add: contactsOf(add, "billing"), Rem: contactsOf(rem, "billing")},
	}
	if add != nil {
		if u.AddNS, err = nameserversOf(add.Child("ns")); err != nil {
			return u, err
		}
	}
	if rem != nil {
		removed, err := nameserversOf(rem.Child("ns"))
		if err != nil {
			return u, err
		}
		for _, ns := range removed {
			u.RemNS = append(u.RemNS, ns.Host)
		}
	}
	if r := n.Find("chg", "registrant"); r != nil {
		id := registry.ContactID(r.Text)
		u.Registrant = &id
	}
	if a := n.Find("chg", "authInfo"); a != nil && len(a.Descendants) > 0 {
		authInfo := a.Get("pw")
		u.AuthInfo = &authInfo
	}
	return u, nil
}

// hasChanges reports whether the add, rem and chg of an update contain anything.
func hasChanges(n *eppxml.Node) bool {
	for part := range n.Children() {
		if part.Name != "name" && len(part.Descendants) > 0 {
			return true
		}
	}
	return false
}

// runUpdate runs the update, restore request or restore report. A restore with
// other changes is refused.
func (c *call) runUpdate(x *transform, cmd object.UpdateDomain, n *eppxml.Node) (updated object.UpdateDomainResult, err error) {
	switch {
	case (x.restore || x.report != nil) && hasChanges(n):
		return updated, registry.ErrExclusive.On("restore", "")
	case x.report != nil:
		reported, err := doFree(c, x, command.Command[registry.Domain](object.ReportRestore{Name: cmd.Name, Report: x.report}))
		return object.UpdateDomainResult{Domain: reported, Before: reported}, err
	case x.restore:
		restored, err := doPriced(c, x, command.Command[object.Registration](object.RestoreDomain{Name: cmd.Name}))
		return object.UpdateDomainResult{Domain: restored.Domain, Before: restored.Domain}, err
	}
	return doFree(c, x, command.Command[object.UpdateDomainResult](cmd))
}
