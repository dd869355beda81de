package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// nameservers declares <domain:ns>: host objects or host attributes. The policy
// of the TLD decides which of them it accepts.
var nameservers = element{name: "ns", opt: true, choice: true, sub: []element{
	{name: "hostObj", max: many, text: label},
	{name: "hostAttr", max: many, sub: []element{{name: "hostName", text: label}, addressElement("hostAddr")}},
}}

var contacts = element{name: "contact", opt: true, max: many, text: clIDType, attrs: []attribute{
	{name: "type", opt: true, text: oneOf("admin", "billing", "tech")},
}}

var createDomainForm = element{sub: []element{
	{name: "name", text: label},
	period.orNone(),
	nameservers,
	{name: "registrant", opt: true, text: clIDType},
	contacts,
	authInfo,
}}

// A createRequest is a create with the data of its extensions.
type creating struct {
	command.CreateDomain
	fee *money.Amount // the fee that the client agreed to (RFC 8748); nil: any
}

// A registrationResult is the result of a create or renew.
type bought struct {
	product registry.Product
	command.Registration
}

func createDomain(c *call, n *node) error {
	cmd := creating{CreateDomain: command.CreateDomain{
		Name: n.get("name"), Term: termOf(n.child("period")), Registrant: registry.ContactID(n.get("registrant")),
		Admin: contactsOf(n, "admin"), Tech: contactsOf(n, "tech"), Billing: contactsOf(n, "billing"),
		AuthInfo: n.get("authInfo", "pw"), SecureAuthInfo: true,
	}}
	var err error
	if cmd.Nameservers, err = serversOf(n.child("ns")); err != nil {
		return err
	}
	if err := c.extend(&cmd); err != nil {
		return err
	}
	created, err := do(c, agree(cmd.fee, command.Command[command.Registration](cmd.CreateDomain)))
	if err != nil {
		return err
	}
	w := &c.data
	w.object(domainURI, "creData")
	w.text("domain:name", string(created.Domain.Name))
	w.time("domain:crDate", created.Domain.Created)
	w.time("domain:exDate", created.Domain.Expires)
	w.close("domain:creData")
	return c.tell(&bought{registry.ProductCreate, created})
}

// withAgreedFee returns cmd, which then fails unless it costs fee. A nil fee
// accepts any cost.
func agree[R interface{ Cost() money.Amount }](fee *money.Amount, cmd command.Command[R]) command.Command[R] {
	if fee == nil {
		return cmd
	}
	return command.RequireFee(*fee, cmd)
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
func serversOf(ns *node) (all []command.NS, err error) {
	if ns == nil {
		return nil, nil
	}
	for h := range ns.children() {
		s := command.NS{Host: h.text, Form: command.NSObj}
		if h.name == "hostAttr" {
			s = command.NS{Host: h.get("hostName"), Form: command.NSAttr}
			if s.Addrs, err = addressesOf(h, "hostAddr"); err != nil {
				return nil, err
			}
		}
		all = append(all, s)
	}
	return all, nil
}
