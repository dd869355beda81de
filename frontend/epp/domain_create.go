package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// nameservers declares <domain:ns>: host objects or host attributes. The policy
// of the TLD decides which of them it accepts. An empty one says nothing.
var nameservers = eppxml.Element{Name: "ns", Optional: true, Choice: true, Elements: []eppxml.Element{
	{Name: "hostObj", Optional: true, Max: eppxml.Unbounded, Limit: maxListed, Text: eppxml.Label},
	{Name: "hostAttr", Max: eppxml.Unbounded, Limit: maxListed, Elements: []eppxml.Element{{Name: "hostName", Text: eppxml.Label}, addressElement("hostAddr")}},
}}

var contacts = eppxml.Element{Name: "contact", Optional: true, Max: eppxml.Unbounded, Limit: maxListed, Text: eppxml.ClID, Attrs: []eppxml.Attribute{
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

func createDomain(c *call, n *eppxml.Node) (err error) {
	cmd := object.CreateDomain{
		Name: n.Get("name"), Term: termOf(n.Child("period")), Registrant: registry.ContactID(n.Get("registrant")),
		Admin: contactsOf(n, "admin"), Tech: contactsOf(n, "tech"), Billing: contactsOf(n, "billing"),
		AuthInfo: n.Get("authInfo", "pw"), NoAuthInfo: true,
	}
	if cmd.Nameservers, err = nameserversOf(n.Child("ns")); err != nil {
		return err
	}
	if err := c.decodeExtensions(); err != nil {
		return err
	}
	x := &c.envelope.transform
	cmd.DNSSEC, cmd.ReservedPassword = x.dnssec, x.reservedPassword
	var purchase command.Command[object.Registration] = cmd
	if x.fee == nil {
		purchase = object.RequireAgreement(cmd)
	}
	created, err := doPriced(c, x, purchase)
	if err != nil {
		return err
	}
	w := &c.resData
	w.OpenNS(domainSpace, "creData")
	w.Text("domain:name", string(created.Domain.Name))
	w.Time("domain:crDate", created.Domain.Created)
	w.Time("domain:exDate", created.Domain.Expires)
	w.Close("domain:creData")
	x.domain, x.term = created.Domain, created.Domain.Term
	return nil
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
