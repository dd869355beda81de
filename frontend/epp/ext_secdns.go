package epp

import (
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

const secDNSURI = "urn:ietf:params:xml:ns:secDNS-1.1"

// secDNSExtension is RFC 5910. The policy of the TLD decides whether it accepts
// DS records or keys. urgent has no effect: every change is published at once.
var secDNSExtension = extension{uri: secDNSURI, prefix: "secDNS", hooks: []hook{
	{object: domainURI, verb: "info", encode: encodeSecDNS},
	{object: domainURI, verb: "create", schema: secDNSSchema("create"), decode: decodeSecDNSCreate},
	{object: domainURI, verb: "update", schema: secDNSUpdateSchema, decode: decodeSecDNSUpdate},
}}

var (
	keyFields = []elementDecl{
		{name: "flags", text: integer(0, 65535)}, {name: "protocol", text: integer(0, 255)},
		{name: "alg", text: integer(0, 255)}, {name: "pubKey", text: base64Text},
	}
	dsData = elementDecl{name: "dsData", opt: true, max: unbounded, sub: []elementDecl{
		{name: "keyTag", text: integer(0, 65535)}, {name: "alg", text: integer(0, 255)},
		{name: "digestType", text: integer(0, 255)}, {name: "digest", text: hexText},
		{name: "keyData", opt: true, sub: keyFields},
	}}
	keyData    = elementDecl{name: "keyData", opt: true, max: unbounded, sub: keyFields}
	maxSigLife = elementDecl{name: "maxSigLife", opt: true, text: integer(1, 1<<31-1)}

	secDNSUpdateSchema = elementDecl{name: "update", attrs: []attrDecl{{name: "urgent", opt: true, text: boolean}}, check: notEmpty, sub: []elementDecl{
		{name: "rem", opt: true, choice: true, sub: []elementDecl{
			{name: "all", text: boolean}, {name: "dsData", max: unbounded, sub: dsData.sub}, {name: "keyData", max: unbounded, sub: keyFields},
		}},
		{name: "add", opt: true, sub: []elementDecl{dsData, keyData}, check: eitherDSOrKeys},
		{name: "chg", opt: true, sub: []elementDecl{maxSigLife}},
	}}
)

var (
	hexText       = hexBinary
	base64Pattern = pattern("base64", `[A-Za-z0-9+/]+={0,2}`)
)

// base64Text accepts base64 and removes its white space.
func base64Text(s string) (string, *resultError) {
	return base64Pattern(strings.Join(strings.Fields(s), ""))
}

// secDNSSchema declares an element with DS records or keys.
func secDNSSchema(name string) elementDecl {
	return elementDecl{name: name, sub: []elementDecl{maxSigLife, dsData, keyData}, check: eitherDSOrKeys}
}

// eitherDSOrKeys requires DS records or keys, and refuses both together (RFC 5910
// section 4).
func eitherDSOrKeys(n *node) error {
	switch ds, key := n.child("dsData"), n.child("keyData"); {
	case ds == nil && key == nil:
		return missing(n, "dsData")
	case ds != nil && key != nil:
		return unexpected(key)
	}
	return nil
}

func decodeSecDNSCreate(_ *call, n *node, into any) error {
	d := &into.(*createRequest).DNSSEC
	d.DS, d.Keys, d.MaxSigLife = dsRecordsOf(n), keysOf(n), intOf(n.get("maxSigLife"))
	return nil
}

// decodeSecDNSUpdate decodes rem, add and chg, which take effect in this order
// (RFC 5910 section 5.2.5).
func decodeSecDNSUpdate(_ *call, n *node, into any) error {
	u := into.(*updateRequest)
	if add := n.child("add"); add != nil {
		u.DS.Add, u.Keys.Add = dsRecordsOf(add), keysOf(add)
	}
	if rem := n.child("rem"); rem != nil {
		u.DS.Rem, u.Keys.Rem = dsRecordsOf(rem), keysOf(rem)
		if rem.get("all") == "true" {
			ds, keys := u.DS.Add, u.Keys.Add
			u.DS, u.Keys = command.Edit[registry.DS]{Set: &ds}, command.Edit[registry.Key]{Set: &keys}
		}
	}
	if life := n.find("chg", "maxSigLife"); life != nil {
		seconds := intOf(life.text)
		u.MaxSigLife = &seconds
	}
	return nil
}

func dsRecordsOf(n *node) (all []registry.DS) {
	for ds := range n.all("dsData") {
		r := registry.DS{
			KeyTag: intOf(ds.get("keyTag")), Algorithm: intOf(ds.get("alg")),
			DigestType: intOf(ds.get("digestType")), Digest: strings.ToUpper(ds.get("digest")),
		}
		if k := ds.child("keyData"); k != nil {
			r.Key = keyOf(k)
		}
		all = append(all, r)
	}
	return all
}

func keysOf(n *node) (all []registry.Key) {
	for k := range n.all("keyData") {
		all = append(all, keyOf(k))
	}
	return all
}

func keyOf(n *node) registry.Key {
	return registry.Key{
		Flags: intOf(n.get("flags")), Protocol: intOf(n.get("protocol")), Algorithm: intOf(n.get("alg")), PublicKey: n.get("pubKey"),
	}
}

func encodeSecDNS(c *call, from any) error {
	s := from.(*domainView)
	d := s.Domain.DNSSEC
	if s.Partial || len(d.DS)+len(d.Keys) == 0 {
		return nil
	}
	w := &c.extension
	w.openNS(secDNSURI, "infData")
	if d.MaxSigLife > 0 {
		w.int("secDNS:maxSigLife", d.MaxSigLife)
	}
	for _, ds := range d.DS {
		w.open("secDNS:dsData")
		w.int("secDNS:keyTag", ds.KeyTag)
		w.int("secDNS:alg", ds.Algorithm)
		w.int("secDNS:digestType", ds.DigestType)
		w.text("secDNS:digest", ds.Digest)
		if ds.Key != (registry.Key{}) {
			w.key(ds.Key)
		}
		w.close("secDNS:dsData")
	}
	for _, k := range d.Keys {
		w.key(k)
	}
	w.close("secDNS:infData")
	return nil
}

// key writes <secDNS:keyData>.
func (w *writer) key(k registry.Key) {
	w.open("secDNS:keyData")
	w.text("secDNS:flags", strconv.Itoa(k.Flags))
	w.int("secDNS:protocol", k.Protocol)
	w.int("secDNS:alg", k.Algorithm)
	w.text("secDNS:pubKey", k.PublicKey)
	w.close("secDNS:keyData")
}
