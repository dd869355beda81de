package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// nameservers declares <domain:ns>: host objects or host attributes. The policy
// of the TLD decides which of them it accepts.
var nameservers = eppxml.Element{Name: "ns", Optional: true, Choice: true, Elements: []eppxml.Element{
	{Name: "hostObj", Max: eppxml.Unbounded, Text: eppxml.Label},
	{Name: "hostAttr", Max: eppxml.Unbounded, Elements: []eppxml.Element{{Name: "hostName", Text: eppxml.Label}, addressElement("hostAddr")}},
}}

var contacts = eppxml.Element{Name: "contact", Optional: true, Max: eppxml.Unbounded, Text: eppxml.ClID, Attrs: []eppxml.Attribute{
	{Name: "type", Optional: true, Text: eppxml.OneOf("admin", "billing", "tech")},
}}

var createDomainSchema = eppxml.Element{Elements: []eppxml.Element{
	{Name: "name", Text: eppxml.Label},
	period.AsOptional(),
	nameservers,
	{Name: "registrant", Optional: true, Text: eppxml.ClID},
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

func createDomain(c *call, n *eppxml.Node) error {
	cmd := createRequest{CreateDomain: object.CreateDomain{
		Name: n.Get("name"), Term: termOf(n.Child("period")), Registrant: registry.ContactID(n.Get("registrant")),
		Admin: contactsOf(n, "admin"), Tech: contactsOf(n, "tech"), Billing: contactsOf(n, "billing"),
		AuthInfo: n.Get("authInfo", "pw"), SecureAuthInfo: true,
	}}
	var err error
	if cmd.Nameservers, err = nameserversOf(n.Child("ns")); err != nil {
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
	w.OpenNS(domainSpace, "creData")
	w.Text("domain:name", string(created.Domain.Name))
	w.Time("domain:crDate", created.Domain.Created)
	w.Time("domain:exDate", created.Domain.Expires)
	w.Close("domain:creData")
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
func contactsOf(n *eppxml.Node, role string) (ids []registry.ContactID) {
	if n == nil {
		return nil
	}
	for c := range n.All("contact") {
		if t := c.Attr("type"); t == role || t == "" && role == "admin" {
			ids = append(ids, registry.ContactID(c.Text))
		}
	}
	return ids
}

// nameserversOf decodes <domain:ns>; nil when ns is nil.
func nameserversOf(ns *eppxml.Node) (all []object.NS, err error) {
	if ns == nil {
		return nil, nil
	}
	for h := range ns.Children() {
		s := object.NS{Host: h.Text, Form: object.NSObj}
		if h.Name == "hostAttr" {
			s = object.NS{Host: h.Get("hostName"), Form: object.NSAttr}
			if s.Addrs, err = addressesOf(h, "hostAddr"); err != nil {
				return nil, err
			}
		}
		all = append(all, s)
	}
	return all, nil
}
