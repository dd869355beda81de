package epp

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// eisURI is the namespace of the .ee registry's extension.
const estonianExtension = "https://epp.tld.ee/schema/eis-1.0.xsd"

// eisExtension is the .ee registry's extension, active with
// Server.EISExtension: the identity code of a contact in a register of persons
// or companies, and the password of a reserved name. legalDocument is optional
// here and its content is discarded.
var eis = extension{uri: estonianExtension, prefix: "eis", hidden: true, hooks: []hook{
	{object: contactURI, verb: "create", form: element{name: "extdata", sub: []element{
		{name: "ident", opt: true, text: token(1, 40), attrs: []attribute{
			{name: "type", text: oneOf(string(registry.IdentPerson), string(registry.IdentOrg), string(registry.IdentBirthday))},
			{name: "cc", text: pattern("a country", `[A-Z]{2}`)},
		}}, document,
	}}, read: readIdent},
	{object: contactURI, verb: "update", form: documented},
	{object: contactURI, verb: "delete", form: documented},
	{object: domainURI, verb: "create", form: element{name: "extdata", sub: []element{
		document, {name: "reserved", opt: true, sub: []element{{name: "pw", text: token(1, 255)}}},
	}}, read: readReserved},
	{object: domainURI, verb: "update", form: documented},
	{object: domainURI, verb: "delete", form: documented},
	{object: domainURI, verb: "transfer", form: documented},
}}

var (
	document   = element{name: "legalDocument", opt: true, text: normalized(0, 0), attrs: []attribute{{name: "type", text: word}}}
	documented = element{name: "extdata", sub: []element{document}}
)

func readReserved(_ *call, n *node, into any) error {
	into.(*creating).ReservedPassword = n.get("reserved", "pw")
	return nil
}

func readIdent(_ *call, n *node, into any) error {
	if ident := n.child("ident"); ident != nil {
		into.(*command.CreateContact).Contact.Ident = registry.Ident{
			Code: ident.text, Type: registry.IdentType(ident.attr("type")), Country: ident.attr("cc"),
		}
	}
	return nil
}
