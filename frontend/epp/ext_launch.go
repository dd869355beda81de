package epp

import (
	"github.com/cadastre-registry/cadastre/command/object"
)

const launchURI = "urn:ietf:params:xml:ns:launch-1.0"

// openPhase is the phase of TLDs whose launch is over, the only one here (RFC
// 8334 section 2.3).
const openPhase = "open"

// launchExtension is RFC 8334 for TLDs in the open phase without a trademark
// clearinghouse: no name has claims.
var launchExtension = extension{uri: launchURI, prefix: "launch", hooks: []hook{
	{object: domainURI, verb: "check", schema: launchCheckSchema, encode: encodeClaimsCheck},
	{object: domainURI, verb: "info", schema: elementDecl{name: "info", attrs: []attrDecl{{name: "includeMark", opt: true, text: boolean}}, sub: []elementDecl{
		phase, {name: "applicationID", opt: true, text: minTokenType, check: noApplication},
	}}, encode: encodeLaunchInfo},
	{object: domainURI, verb: "create", schema: launchCreateSchema, decode: decodeLaunchCreate},
}}

var (
	phase = elementDecl{name: "phase", attrs: []attrDecl{{name: "name", opt: true, text: minTokenType}},
		text: oneOf("sunrise", "landrush", "claims", openPhase, "custom")}

	launchCheckSchema = elementDecl{name: "check", attrs: []attrDecl{{name: "type", opt: true, text: oneOf("claims", "avail", "trademark")}},
		sub: []elementDecl{phase.asOptional()}}

	launchCreateSchema = elementDecl{name: "create", attrs: []attrDecl{{name: "type", opt: true, text: oneOf("application", "registration")}}, sub: []elementDecl{
		phase,
		{name: "codeMark", opt: true, max: unbounded, any: true},
		{name: "notice", opt: true, max: unbounded, any: true},
	}}
)

// noApplication refuses an application ID with 2303.
func noApplication(n *node) error {
	return &resultError{code: 2303, reason: "there are no applications here", node: n}
}

// checkPhase returns a 2306 when n names a phase other than openPhase.
func checkPhase(n *node) error {
	if p := n.child("phase"); p != nil && p.text != openPhase {
		return &resultError{code: 2306, reason: "the phase is " + openPhase, node: p}
	}
	return nil
}

func decodeLaunchCreate(_ *call, n *node, _ any) error {
	if err := checkPhase(n); err != nil {
		return err
	}
	for part := range n.children() {
		if part.name != "phase" {
			return &resultError{code: 2306, reason: "the open phase takes neither marks nor notices", node: part}
		}
	}
	if n.attr("type") == "application" {
		return &resultError{code: 2306, reason: "the open phase has registrations, not applications", node: n}
	}
	return nil
}

// encodeClaimsCheck writes the response to the claims form of a check: no name
// has claims. The availability form needs none beyond the check's own.
func encodeClaimsCheck(c *call, from any) error {
	n := c.extensionNode(launchURI, "check")
	if n == nil {
		return nil
	}
	if n.attr("type") == "avail" {
		return checkPhase(n)
	}
	w := &c.extension
	w.openNS(launchURI, "chkData")
	if p := n.child("phase"); p != nil {
		w.text("launch:phase", p.text)
	}
	for _, a := range from.([]object.Availability) {
		w.open("launch:cd")
		w.text("launch:name", a.Text, "exists", "0")
		w.close("launch:cd")
	}
	w.close("launch:chkData")
	return nil
}

func encodeLaunchInfo(c *call, from any) error {
	n := c.extensionNode(launchURI, "info")
	if n == nil {
		return nil
	}
	if err := checkPhase(n); err != nil {
		return err
	}
	w := &c.extension
	w.openNS(launchURI, "infData")
	w.text("launch:phase", openPhase)
	w.close("launch:infData")
	return nil
}
