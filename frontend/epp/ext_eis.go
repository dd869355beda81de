package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/registry"
)

// eisURI is the namespace of the .ee registry's extension.
const eisURI = "https://epp.tld.ee/schema/eis-1.0.xsd"

// eisExtension is the .ee registry's extension, active with
// Server.EISExtension: the identity code of a contact in a register of persons
// or companies, and the password of a reserved name. legalDocument is optional
// here and its content is discarded.
var eisExtension = extension{uri: eisURI, prefix: "eis", hidden: true, hooks: []hook{
	{object: contactURI, verb: "create", schema: elementDecl{name: "extdata", sub: []elementDecl{
		{name: "ident", opt: true, text: token(1, 40), attrs: []attrDecl{
			{name: "type", text: oneOf(string(registry.IdentPerson), string(registry.IdentOrg), string(registry.IdentBirthday))},
			{name: "cc", text: pattern("a country", `[A-Z]{2}`)},
		}}, legalDocument,
	}}, decode: decodeIdent},
	{object: contactURI, verb: "update", schema: legalDocumentSchema},
	{object: contactURI, verb: "delete", schema: legalDocumentSchema},
	{object: domainURI, verb: "create", schema: elementDecl{name: "extdata", sub: []elementDecl{
		legalDocument, {name: "reserved", opt: true, sub: []elementDecl{{name: "pw", text: token(1, 255)}}},
	}}, decode: decodeReserved},
	{object: domainURI, verb: "update", schema: legalDocumentSchema},
	{object: domainURI, verb: "delete", schema: legalDocumentSchema},
	{object: domainURI, verb: "transfer", schema: legalDocumentSchema},
}}

var (
	legalDocument       = elementDecl{name: "legalDocument", opt: true, text: normalized(0, 0), attrs: []attrDecl{{name: "type", text: minTokenType}}}
	legalDocumentSchema = elementDecl{name: "extdata", sub: []elementDecl{legalDocument}}
)

func decodeReserved(_ *call, n *node, into any) error {
	into.(*createRequest).ReservedPassword = n.get("reserved", "pw")
	return nil
}

func decodeIdent(_ *call, n *node, into any) error {
	if ident := n.child("ident"); ident != nil {
		into.(*contact.CreateContact).Contact.Ident = registry.Ident{
			Code: ident.text, Type: registry.IdentType(ident.attr("type")), Country: ident.attr("cc"),
		}
	}
	return nil
}
