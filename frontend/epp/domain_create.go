package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// nameservers declares <domain:ns>: host objects or host attributes. The policy
// of the TLD decides which of them it accepts.
var nameservers = elementDecl{name: "ns", opt: true, choice: true, sub: []elementDecl{
	{name: "hostObj", max: unbounded, text: labelType},
	{name: "hostAttr", max: unbounded, sub: []elementDecl{{name: "hostName", text: labelType}, addressElement("hostAddr")}},
}}

var contacts = elementDecl{name: "contact", opt: true, max: unbounded, text: clIDType, attrs: []attrDecl{
	{name: "type", opt: true, text: oneOf("admin", "billing", "tech")},
}}

var createDomainSchema = elementDecl{sub: []elementDecl{
	{name: "name", text: labelType},
	period.asOptional(),
	nameservers,
	{name: "registrant", opt: true, text: clIDType},
	contacts,
	authInfo,
}}

// A createRequest is a create with the data of its extensions.
type createRequest struct {
	object.CreateDomain
	fee *money.Amount // the fee that the client agreed to (RFC 8748); nil: any
}

// A registrationResult is the result of a create or renew.
type registrationResult struct {
	product registry.Product
	object.Registration
}

func createDomain(c *call, n *node) error {
	cmd := createRequest{CreateDomain: object.CreateDomain{
		Name: n.get("name"), Term: termOf(n.child("period")), Registrant: registry.ContactID(n.get("registrant")),
		Admin: contactsOf(n, "admin"), Tech: contactsOf(n, "tech"), Billing: contactsOf(n, "billing"),
		AuthInfo: n.get("authInfo", "pw"), SecureAuthInfo: true,
	}}
	var err error
	if cmd.Nameservers, err = nameserversOf(n.child("ns")); err != nil {
		return err
	}
	if err := c.decodeExtensions(&cmd); err != nil {
		return err
	}
	created, err := do(c, withAgreedFee(cmd.fee, command.Command[object.Registration](cmd.CreateDomain)))
	if err != nil {
		return err
	}
	w := &c.resData
	w.openNS(domainURI, "creData")
	w.text("domain:name", string(created.Domain.Name))
	w.time("domain:crDate", created.Domain.Created)
	w.time("domain:exDate", created.Domain.Expires)
	w.close("domain:creData")
	return c.encodeExtensions(&registrationResult{registry.ProductCreate, created})
}

// withAgreedFee returns cmd, which then fails unless it costs fee. A nil fee
// accepts any cost.
func withAgreedFee[R interface{ Cost() money.Amount }](fee *money.Amount, cmd command.Command[R]) command.Command[R] {
	if fee == nil {
		return cmd
	}
	return object.RequireFee(*fee, cmd)
}

// contactsOf returns the contacts with that role among the children of n. A
// contact without a type is administrative.
func contactsOf(n *node, role string) (ids []registry.ContactID) {
	if n == nil {
		return nil
	}
	for c := range n.all("contact") {
		if t := c.attr("type"); t == role || t == "" && role == "admin" {
			ids = append(ids, registry.ContactID(c.text))
		}
	}
	return ids
}

// nameserversOf decodes <domain:ns>; nil when ns is nil.
func nameserversOf(ns *node) (all []object.NS, err error) {
	if ns == nil {
		return nil, nil
	}
	for h := range ns.children() {
		s := object.NS{Host: h.text, Form: object.NSObj}
		if h.name == "hostAttr" {
			s = object.NS{Host: h.get("hostName"), Form: object.NSAttr}
			if s.Addrs, err = addressesOf(h, "hostAddr"); err != nil {
				return nil, err
			}
		}
		all = append(all, s)
	}
	return all, nil
}
