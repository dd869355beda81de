package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

var updateDomainSchema = elementDecl{sub: []elementDecl{
	{name: "name", text: labelType},
	{name: "add", opt: true, sub: []elementDecl{nameservers, contacts, status.asOptional()}, check: notEmpty},
	{name: "rem", opt: true, sub: []elementDecl{nameservers, contacts, status.asOptional()}, check: notEmpty},
	{name: "chg", opt: true, sub: []elementDecl{{name: "registrant", opt: true, text: token(0, 16)}, authInfoUpdate.asOptional()}},
}}

// authInfoUpdate declares a new authInfo, or <null> to remove it.
var authInfoUpdate = elementDecl{name: "authInfo", choice: true, check: onlyPassword, sub: append([]elementDecl{{name: "null", any: true}}, authInfo.sub...)}

// notEmpty refuses an element without child elements with 2003.
func notEmpty(n *node) error {
	if len(n.descendants) == 0 {
		return &resultError{code: 2003, reason: n.name + " is empty", node: n}
	}
	return nil
}

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

func updateDomain(c *call, n *node) error {
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
func (u *updateRequest) decode(n *node) (err error) {
	add, rem := n.child("add"), n.child("rem")
	u.UpdateDomain = object.UpdateDomain{
		Name: n.get("name"), SecureAuthInfo: true, Statuses: statusEdit(n),
		Admin:   command.Edit[registry.ContactID]{Add: contactsOf(add, "admin"), Rem: contactsOf(rem, "admin")},
		Tech:    command.Edit[registry.ContactID]{Add: contactsOf(add, "tech"), Rem: contactsOf(rem, "tech")},
		Billing: command.Edit[registry.ContactID]{Add: contactsOf(add, "billing"), Rem: contactsOf(rem, "billing")},
	}
	if add != nil {
		if u.AddNS, err = nameserversOf(add.child("ns")); err != nil {
			return err
		}
	}
	if rem != nil {
		removed, err := nameserversOf(rem.child("ns"))
		if err != nil {
			return err
		}
		for _, ns := range removed {
			u.RemNS = append(u.RemNS, ns.Host)
		}
	}
	if r := n.find("chg", "registrant"); r != nil {
		id := registry.ContactID(r.text)
		u.Registrant = &id
	}
	if a := n.find("chg", "authInfo"); a != nil {
		authInfo := a.get("pw")
		u.AuthInfo = &authInfo
	}
	return nil
}

// run runs the update, restore request or restore report. A restore with other
// changes is refused.
func (u *updateRequest) run(c *call, n *node) (after updateResult, err error) {
	switch {
	case (u.restore || u.report != nil) && (n.child("add") != nil || n.child("rem") != nil || n.child("chg") != nil && len(n.child("chg").descendants) > 0):
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
