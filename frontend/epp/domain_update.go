package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var updateDomainSchema = eppxml.Element{Elements: []eppxml.Element{
	{Name: "name", Text: eppxml.Label},
	{Name: "add", Optional: true, Elements: []eppxml.Element{nameservers, contacts, status.AsOptional()}, Check: eppxml.NotEmpty},
	{Name: "rem", Optional: true, Elements: []eppxml.Element{nameservers, contacts, status.AsOptional()}, Check: eppxml.NotEmpty},
	{Name: "chg", Optional: true, Elements: []eppxml.Element{{Name: "registrant", Optional: true, Text: eppxml.Token(0, 16)}, authInfoUpdate.AsOptional()}},
}}

// authInfoUpdate declares a new authInfo, or <null> to remove it.
var authInfoUpdate = eppxml.Element{Name: "authInfo", Choice: true, Check: onlyPassword, Elements: append([]eppxml.Element{{Name: "null", Any: true}}, authInfo.Elements...)}

// An updateRequest is an update with the data of its extensions.
type updateRequest struct {
	object.UpdateDomain
	fee     *money.Amount           // the fee that the client agreed to (RFC 8748); nil: any
	restore bool                    // restore request (RFC 3915)
	report  *registry.RestoreReport // restore report; nil: none
}

// An updateResult is the result of an update.
type updateResult struct {
	domain   registry.Domain
	restored *object.Registration // of a restore request; nil otherwise
}

func updateDomain(c *call, n *eppxml.Node) error {
	if err := c.requireChanges(n); err != nil {
		return err
	}
	cmd := updateRequest{}
	if err := cmd.decode(n); err != nil {
		return err
	}
	if err := c.decodeExtensions(&cmd); err != nil {
		return err
	}
	after, err := cmd.run(c, n)
	if err != nil {
		return err
	}
	if after.domain.Pending != nil {
		c.code = 1001
	}
	return c.encodeExtensions(&after)
}

// decode decodes the elements of RFC 5731 in n.
func (u *updateRequest) decode(n *eppxml.Node) (err error) {
	add, rem := n.Child("add"), n.Child("rem")
	u.UpdateDomain = object.UpdateDomain{
		Name: n.Get("name"), SecureAuthInfo: true, Statuses: statusEdit(n),
		Admin:   command.Edit[registry.ContactID]{Add: contactsOf(add, "admin"), Rem: contactsOf(rem, "admin")},
		Tech:    command.Edit[registry.ContactID]{Add: contactsOf(add, "tech"), Rem: contactsOf(rem, "tech")},
		Billing: command.Edit[registry.ContactID]{Add: contactsOf(add, "billing"), Rem: contactsOf(rem, "billing")},
	}
	if add != nil {
		if u.AddNS, err = nameserversOf(add.Child("ns")); err != nil {
			return err
		}
	}
	if rem != nil {
		removed, err := nameserversOf(rem.Child("ns"))
		if err != nil {
			return err
		}
		for _, ns := range removed {
			u.RemNS = append(u.RemNS, ns.Host)
		}
	}
	if r := n.Find("chg", "registrant"); r != nil {
		id := registry.ContactID(r.Text)
		u.Registrant = &id
	}
	if a := n.Find("chg", "authInfo"); a != nil {
		authInfo := a.Get("pw")
		u.AuthInfo = &authInfo
	}
	return nil
}

// run runs the update, restore request or restore report. A restore with other
// changes is refused.
func (u *updateRequest) run(c *call, n *eppxml.Node) (after updateResult, err error) {
	switch {
	case (u.restore || u.report != nil) && (n.Child("add") != nil || n.Child("rem") != nil || n.Child("chg") != nil && len(n.Child("chg").Descendants) > 0):
		return after, registry.ErrExclusive.On("restore", "")
	case u.report != nil:
		after.domain, err = do(c, object.ReportRestore{Name: u.Name, Report: u.report})
	case u.restore:
		var restored object.Registration
		restored, err = do(c, withAgreedFee(u.fee, command.Command[object.Registration](object.RestoreDomain{Name: u.Name})))
		after = updateResult{restored.Domain, &restored}
	default:
		var result object.UpdateDomainResult
		result, err = do(c, u.UpdateDomain)
		after.domain = result.Domain
	}
	return after, err
}
