package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/money"
	"github.com/cadastre-registry/cadastre/registry"
)

// nameservers are host objects or host attributes; which of them is for the
// TLD to say.
var nameservers = element{name: "ns", opt: true, choice: true, sub: []element{
	{name: "hostObj", max: many, text: label},
	{name: "hostAttr", max: many, sub: []element{{name: "hostName", text: label}, addressElement("hostAddr")}},
}}

var contacts = element{name: "contact", opt: true, max: many, text: clID, attrs: []attribute{
	{name: "type", opt: true, text: oneOf("admin", "billing", "tech")},
}}

var createDomainForm = element{sub: []element{
	{name: "name", text: label},
	period.orNone(),
	nameservers,
	{name: "registrant", opt: true, text: clID},
	contacts,
	authInfo,
}}

// A creating is a create with what extensions say about it.
type creating struct {
	command.CreateDomain
	fee *money.Amount // agreed to; nil: whatever it costs
}

// A bought is a purchase: what, and what came of it.
type bought struct {
	product registry.Product
	command.Registration
}

func createDomain(c *call, n *node) error {
	cmd := creating{CreateDomain: command.CreateDomain{
		Name: n.get("name"), Term: termOf(n.child("period")), Registrant: registry.ContactID(n.get("registrant")),
		Admin: contactsOf(n, "admin"), Tech: contactsOf(n, "tech"), Billing: contactsOf(n, "billing"),
		AuthInfo: n.get("authInfo", "pw"), Secure: true,
	}}
	var err error
	if cmd.Nameservers, err = serversOf(n.child("ns")); err != nil {
		return err
	}
	if err := c.extend(&cmd); err != nil {
		return err
	}
	made, err := do(c, agree(cmd.fee, command.Command[command.Registration](cmd.CreateDomain)))
	if err != nil {
		return err
	}
	w := &c.data
	w.object(domainURI, "creData")
	w.text("domain:name", string(made.Domain.Name))
	w.time("domain:crDate", made.Domain.Created)
	w.time("domain:exDate", made.Domain.Expires)
	w.close("domain:creData")
	return c.tell(&bought{registry.ProductCreate, made})
}

// agree returns cmd as one that costs what the client agreed to.
func agree[R interface{ Cost() money.Amount }](fee *money.Amount, cmd command.Command[R]) command.Command[R] {
	if fee == nil {
		return cmd
	}
	return command.Agreed(*fee, cmd)
}

// contactsOf reads the contacts of a role below n. One without a type is an
// administrative one.
func contactsOf(n *node, role string) (ids []registry.ContactID) {
	if n == nil {
		return nil
	}
	for c := range n.all("contact") {
		if is := c.attr("type"); is == role || is == "" && role == "admin" {
			ids = append(ids, registry.ContactID(c.text))
		}
	}
	return ids
}

// serversOf reads <domain:ns>.
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
