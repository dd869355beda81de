package epp

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var secDNSSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:secDNS-1.1", Prefix: "secDNS"}

// secDNSExtension is RFC 5910. The policy of the TLD decides whether it accepts
// DS records or keys. urgent has no effect: every change is published at once.
var secDNSExtension = extension{Namespace: secDNSSpace, hooks: []hook{
	onDomainInfo(addition[domainView]{encode: encodeSecDNS}),
	onDomain("create", addition[transform]{schema: secDNSSchema("create"), decode: decodeSecDNSCreate}),
	onDomain("update", addition[transform]{schema: secDNSUpdateSchema, decode: decodeSecDNSUpdate}),
}}

var (
	keyFields = []eppxml.Element{
		{Name: "flags", Text: eppxml.Integer(0, 65535)}, {Name: "protocol", Text: eppxml.Integer(0, 255)},
		{Name: "alg", Text: eppxml.Integer(0, 255)}, {Name: "pubKey", Text: base64Text},
	}
	dsData = eppxml.Element{Name: "dsData", Optional: true, Max: eppxml.Unbounded, Limit: maxListed, Elements: []eppxml.Element{
		{Name: "keyTag", Text: eppxml.Integer(0, 65535)}, {Name: "alg", Text: eppxml.Integer(0, 255)},
		{Name: "digestType", Text: eppxml.Integer(0, 255)}, {Name: "digest", Text: eppxml.HexBinary},
		{Name: "keyData", Optional: true, Elements: keyFields},
	}}
	keyData    = eppxml.Element{Name: "keyData", Optional: true, Max: eppxml.Unbounded, Limit: maxListed, Elements: keyFields}
	maxSigLife = eppxml.Element{Name: "maxSigLife", Optional: true, Text: eppxml.Integer(1, 1<<31-1)}

	secDNSUpdateSchema = eppxml.Element{Name: "update", Attrs: []eppxml.Attribute{{Name: "urgent", Optional: true, Text: eppxml.Boolean}}, Elements: []eppxml.Element{
		{Name: "rem", Optional: true, Choice: true, Elements: []eppxml.Element{
			{Name: "all", Optional: true, Text: eppxml.Boolean}, dsData, keyData,
		}},
		{Name: "add", Optional: true, Elements: []eppxml.Element{maxSigLife, dsData, keyData}, Check: eitherDSOrKeys},
		{Name: "chg", Optional: true, Elements: []eppxml.Element{maxSigLife}},
	}}
)

var base64Pattern = eppxml.Pattern("base64", `[A-Za-z0-9+/]+={0,2}`)

// base64Text accepts base64 and removes its white space.
func base64Text(s string) (string, *eppxml.Error) {
	return base64Pattern(strings.Join(strings.Fields(s), ""))
}

// secDNSSchema declares an element with DS records or keys.
func secDNSSchema(name string) eppxml.Element {
	return eppxml.Element{Name: name, Elements: []eppxml.Element{maxSigLife, dsData, keyData}, Check: eitherDSOrKeys}
}

// eitherDSOrKeys requires DS records or keys, and refuses both together (RFC 5910
// section 4). An empty element says nothing.
func eitherDSOrKeys(n *eppxml.Node) error {
	switch ds, key := n.Child("dsData"), n.Child("keyData"); {
	case ds == nil && key == nil && len(n.Descendants) > 0:
		return eppxml.Missing(n, "dsData")
	case ds != nil && key != nil:
		return eppxml.Unexpected(key)
	}
	return nil
}

func decodeSecDNSCreate(_ *call, n *eppxml.Node, x *transform) error {
	d := &x.dnssec
	d.DS, d.Keys, d.MaxSigLife = dsRecordsOf(n), keysOf(n), intOf(n.Get("maxSigLife"))
	return nil
}

// decodeSecDNSUpdate decodes rem, add and chg, which take effect in this order
// (RFC 5910 section 5.2.5). A maxSigLife in add, which the schema allows, is a change of
// it as in chg.
func decodeSecDNSUpdate(_ *call, n *eppxml.Node, x *transform) error {
	u := &x.dnssecUpdate
	if add := n.Child("add"); add != nil {
		u.DS.Add, u.Keys.Add = dsRecordsOf(add), keysOf(add)
	}
	if rem := n.Child("rem"); rem != nil {
		u.DS.Rem, u.Keys.Rem = dsRecordsOf(rem), keysOf(rem)
		if rem.Get("all") == "true" {
			ds, keys := u.DS.Add, u.Keys.Add
			u.DS, u.Keys = command.Edit[registry.DS]{Set: &ds}, command.Edit[registry.Key]{Set: &keys}
		}
	}
	for _, part := range []string{"add", "chg"} {
		if life := n.Find(part, "maxSigLife"); life != nil {
			seconds := intOf(life.Text)
			u.MaxSigLife = &seconds
		}
	}
	return nil
}

func dsRecordsOf(n *eppxml.Node) (all []registry.DS) {
	for ds := range n.All("dsData") {
		r := registry.DS{
			KeyTag: intOf(ds.Get("keyTag")), Algorithm: intOf(ds.Get("alg")),
			DigestType: intOf(ds.Get("digestType")), Digest: strings.ToUpper(ds.Get("digest")),
		}
		if k := ds.Child("keyData"); k != nil {
			r.Key = keyOf(k)
		}
		all = append(all, r)
	}
	return all
}

func keysOf(n *eppxml.Node) (all []registry.Key) {
	for k := range n.All("keyData") {
		all = append(all, keyOf(k))
	}
	return all
}

func keyOf(n *eppxml.Node) registry.Key {
	return registry.Key{
		Flags: intOf(n.Get("flags")), Protocol: intOf(n.Get("protocol")), Algorithm: intOf(n.Get("alg")), PublicKey: n.Get("pubKey"),
	}
}

func encodeSecDNS(c *call, _ *eppxml.Node, s *domainView) error {
	d := s.Domain.DNSSEC
	if s.Partial || len(d.DS)+len(d.Keys) == 0 {
		return nil
	}
	w := &c.extension
	w.OpenNS(secDNSSpace, "infData")
	if d.MaxSigLife > 0 {
		w.Int("secDNS:maxSigLife", d.MaxSigLife)
	}
	for _, ds := range d.DS {
		w.Open("secDNS:dsData")
		w.Int("secDNS:keyTag", ds.KeyTag)
		w.Int("secDNS:alg", ds.Algorithm)
		w.Int("secDNS:digestType", ds.DigestType)
		w.Text("secDNS:digest", ds.Digest)
		if ds.Key != (registry.Key{}) {
			w.key(ds.Key)
		}
		w.Close("secDNS:dsData")
	}
	for _, k := range d.Keys {
		w.key(k)
	}
	w.Close("secDNS:infData")
	return nil
}

// key writes <secDNS:keyData>.
func (w *writer) key(k registry.Key) {
	w.Open("secDNS:keyData")
	w.Text("secDNS:flags", strconv.Itoa(k.Flags))
	w.Int("secDNS:protocol", k.Protocol)
	w.Int("secDNS:alg", k.Algorithm)
	w.Text("secDNS:pubKey", k.PublicKey)
	w.Close("secDNS:keyData")
}
