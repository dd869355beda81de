package epp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// domainMapping is the object mapping of RFC 5731.
var domainMapping = mapping{Namespace: domainSpace, verbs: []verb{
	{name: "check", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Max: eppxml.Unbounded, Limit: maxCheckObjects, Text: identifier(eppxml.Label)}}}, handle: checkDomains},
	{name: "info", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Attrs: hostsAttr, Text: eppxml.Label}, authInfo.AsOptional()}}, handle: domainInfo},
	{name: "create", schema: createDomainSchema, handle: createDomain},
	{name: "update", schema: updateDomainSchema, handle: updateDomain},
	{name: "delete", schema: eppxml.Element{Elements: []eppxml.Element{{Name: "name", Text: eppxml.Label}}}, handle: deleteDomain},
	{name: "renew", schema: eppxml.Element{Elements: []eppxml.Element{
		{Name: "name", Text: eppxml.Label}, {Name: "curExpDate", Text: eppxml.Date}, period.AsOptional(),
	}}, handle: renewDomain},
	{name: "transfer", attrs: transferAttr, schema: eppxml.Element{Elements: []eppxml.Element{
		{Name: "name", Text: eppxml.Label}, period.AsOptional(), authInfo.AsOptional(),
	}}, handle: transferDomain},
}}

// identifier is t for an object of a check: a text that is empty is there, but has the
// wrong form.
func identifier(t eppxml.TextType) eppxml.TextType {
	return func(text string) (string, *eppxml.Error) {
		text, err := t(text)
		if err != nil && err.Code == 2003 {
			err.Code = 2005
		}
		return text, err
	}
}

// maxCheckObjects is the maximum number of objects in one check.
const maxCheckObjects = 1000

// maxListed is the maximum number of name servers, contacts, keys or DS records in one
// list of a command. Policies allow fewer; this bounds the work before they are asked.
const maxListed = 100

var (
	hostsAttr    = []eppxml.Attribute{{Name: "hosts", Optional: true, Text: eppxml.OneOf("all", "del", "sub", "none")}}
	transferAttr = []eppxml.Attribute{{Name: "op", Text: eppxml.OneOf("request", "query", "approve", "reject", "cancel")}}
	period       = eppxml.Element{Name: "period", Attrs: []eppxml.Attribute{{Name: "unit", Text: eppxml.OneOf("y", "m")}}, Text: eppxml.Integer(1, 99)}

	// authInfo declares authorization information: a password. The alternative
	// of eppcom-1.0, ext, is refused with 2102. An empty authInfo says nothing.
	authInfo = eppxml.Element{Name: "authInfo", Choice: true, Check: onlyPassword, Elements: []eppxml.Element{
		{Name: "pw", Optional: true, Attrs: []eppxml.Attribute{{Name: "roid", Optional: true, Text: eppxml.ROID}}, Text: eppxml.Normalized(0, 255)},
		{Name: "ext", Any: true},
	}}
)

// onlyPassword refuses the ext of an authInfo with 2102.
func onlyPassword(n *eppxml.Node) error {
	if ext := n.Child("ext"); ext != nil {
		return &eppxml.Error{Code: 2102, Reason: "authorization information is a password here", Node: ext}
	}
	return nil
}

// termOf returns the term of a valid period; the zero Term when n is nil.
func termOf(n *eppxml.Node) registry.Term {
	if n == nil {
		return registry.Term{}
	}
	return registry.Term{N: intOf(n.Text), Unit: n.Attr("unit")[0]}
}
