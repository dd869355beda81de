package epp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// eisURI is the namespace of the .ee registry's extension.
const eisURI = "https://epp.tld.ee/schema/eis-1.0.xsd"

// eisExtension is the .ee registry's extension, active with
// Server.EISExtension: the identity code of a contact in a register of persons
// or companies, and the password of a reserved name. legalDocument is optional
// here and its content is discarded.
var eisExtension = extension{
	Namespace: eppxml.Namespace{URI: eisURI}, hidden: true, aliases: eisNamespaces,
	offered: func(s *Server) bool { return s.EISExtension },
	hooks: []hook{
		onContact("create", addition[contactTransform]{schema: eppxml.Element{Name: "extdata", Elements: []eppxml.Element{
			{Name: "ident", Optional: true, Text: eppxml.Token(1, 40), Attrs: []eppxml.Attribute{
				{Name: "type", Text: eppxml.OneOf(string(registry.IdentPerson), string(registry.IdentOrg), string(registry.IdentBirthday))},
				{Name: "cc", Text: eppxml.Pattern("a country", `[A-Z]{2}`)},
			}}, legalDocument,
		}}, decode: decodeIdent}),
		onContact("update", addition[contactTransform]{schema: legalDocumentSchema}),
		onContact("delete", addition[contactTransform]{schema: legalDocumentSchema}),
		onDomain("create", addition[transform]{schema: eppxml.Element{Name: "extdata", Elements: []eppxml.Element{
			legalDocument, {Name: "reserved", Optional: true, Elements: []eppxml.Element{{Name: "pw", Text: eppxml.Token(1, 255)}}},
		}}, decode: decodeReserved}),
		onDomain("update", addition[transform]{schema: legalDocumentSchema}),
		onDomain("delete", addition[transform]{schema: legalDocumentSchema}),
		onDomain("transfer", addition[transform]{schema: legalDocumentSchema}),
	},
}

// eisNamespaces maps the namespaces of the .ee registry's copies of the RFCs'
// schemas to the RFCs' own.
var eisNamespaces = map[string]string{
	"https://epp.tld.ee/schema/epp-ee-1.0.xsd":      eppxml.EPPURI,
	"https://epp.tld.ee/schema/domain-ee-1.0.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-ee-1.1.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-ee-1.2.xsd":   eppxml.DomainURI,
	"https://epp.tld.ee/schema/domain-eis-1.0.xsd":  eppxml.DomainURI,
	"https://epp.tld.ee/schema/contact-ee-1.0.xsd":  eppxml.ContactURI,
	"https://epp.tld.ee/schema/contact-ee-1.1.xsd":  eppxml.ContactURI,
	"https://epp.tld.ee/schema/contact-eis-1.0.xsd": eppxml.ContactURI,
}

var (
	legalDocument       = eppxml.Element{Name: "legalDocument", Optional: true, Text: eppxml.Normalized(0, 0), Attrs: []eppxml.Attribute{{Name: "type", Text: eppxml.MinToken}}}
	legalDocumentSchema = eppxml.Element{Name: "extdata", Elements: []eppxml.Element{legalDocument}}
)

func decodeReserved(_ *call, n *eppxml.Node, x *transform) error {
	x.reservedPassword = n.Get("reserved", "pw")
	return nil
}

func decodeIdent(_ *call, n *eppxml.Node, x *contactTransform) error {
	if ident := n.Child("ident"); ident != nil {
		x.ident = registry.Ident{Code: ident.Text, Type: registry.IdentType(ident.Attr("type")), Country: ident.Attr("cc")}
	}
	return nil
}
