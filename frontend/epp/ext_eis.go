package epp

import (
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// eisURI is the namespace of the .ee registry's extension.
const eisURI = "https://epp.tld.ee/schema/eis-1.0.xsd"

// eisExtension is the .ee registry's extension, active with
// Server.EISExtension: the identity code of a contact in a register of persons
// or companies, and the password of a reserved name. legalDocument is optional
// here and its content is discarded.
var eisExtension = extension{Namespace: eppxml.Namespace{URI: eisURI}, hidden: true, hooks: []hook{
	{object: eppxml.ContactURI, verb: "create", schema: eppxml.Element{Name: "extdata", Elements: []eppxml.Element{
		{Name: "ident", Optional: true, Text: eppxml.Token(1, 40), Attrs: []eppxml.Attribute{
			{Name: "type", Text: eppxml.OneOf(string(registry.IdentPerson), string(registry.IdentOrg), string(registry.IdentBirthday))},
			{Name: "cc", Text: eppxml.Pattern("a country", `[A-Z]{2}`)},
		}}, legalDocument,
	}}, decode: decodeIdent},
	{object: eppxml.ContactURI, verb: "update", schema: legalDocumentSchema},
	{object: eppxml.ContactURI, verb: "delete", schema: legalDocumentSchema},
	{object: eppxml.DomainURI, verb: "create", schema: eppxml.Element{Name: "extdata", Elements: []eppxml.Element{
		legalDocument, {Name: "reserved", Optional: true, Elements: []eppxml.Element{{Name: "pw", Text: eppxml.Token(1, 255)}}},
	}}, decode: decodeReserved},
	{object: eppxml.DomainURI, verb: "update", schema: legalDocumentSchema},
	{object: eppxml.DomainURI, verb: "delete", schema: legalDocumentSchema},
	{object: eppxml.DomainURI, verb: "transfer", schema: legalDocumentSchema},
}}

var (
	legalDocument       = eppxml.Element{Name: "legalDocument", Optional: true, Text: eppxml.Normalized(0, 0), Attrs: []eppxml.Attribute{{Name: "type", Text: eppxml.MinToken}}}
	legalDocumentSchema = eppxml.Element{Name: "extdata", Elements: []eppxml.Element{legalDocument}}
)

func decodeReserved(_ *call, n *eppxml.Node, into any) error {
	into.(*createRequest).ReservedPassword = n.Get("reserved", "pw")
	return nil
}

func decodeIdent(_ *call, n *eppxml.Node, into any) error {
	if ident := n.Child("ident"); ident != nil {
		into.(*contact.CreateContact).Contact.Ident = registry.Ident{
			Code: ident.Text, Type: registry.IdentType(ident.Attr("type")), Country: ident.Attr("cc"),
		}
	}
	return nil
}
