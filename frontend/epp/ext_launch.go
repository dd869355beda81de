package epp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
)

var launchSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:launch-1.0", Prefix: "launch"}

// openPhase is the phase of TLDs whose launch is over, the only one here (RFC
// 8334 section 2.3).
const openPhase = "open"

// launchExtension is RFC 8334 for TLDs in the open phase without a trademark
// clearinghouse: no name has claims.
var launchExtension = extension{Namespace: launchSpace, hooks: []hook{
	onDomainCheck(addition[domainCheck]{schema: launchCheckSchema, encode: encodeClaimsCheck}),
	onDomainInfo(addition[domainView]{schema: launchInfoSchema, encode: encodeLaunchInfo}),
	onDomain("create", addition[transform]{schema: launchCreateSchema, decode: decodeLaunchCreate}),
}}

var (
	phase = eppxml.Element{Name: "phase", Attrs: []eppxml.Attribute{{Name: "name", Optional: true, Text: eppxml.MinToken}},
		Text: eppxml.OneOf("sunrise", "landrush", "claims", openPhase, "custom")}

	launchCheckSchema = eppxml.Element{Name: "check", Attrs: []eppxml.Attribute{{Name: "type", Optional: true, Text: eppxml.OneOf("claims", "avail", "trademark")}},
		Elements: []eppxml.Element{phase.AsOptional()}}

	launchInfoSchema = eppxml.Element{Name: "info", Attrs: []eppxml.Attribute{{Name: "includeMark", Optional: true, Text: eppxml.Boolean}}, Elements: []eppxml.Element{
		phase, {Name: "applicationID", Optional: true, Text: eppxml.MinToken, Check: noApplication},
	}}

	launchCreateSchema = eppxml.Element{Name: "create", Attrs: []eppxml.Attribute{{Name: "type", Optional: true, Text: eppxml.OneOf("application", "registration")}}, Elements: []eppxml.Element{
		phase,
		{Name: "codeMark", Optional: true, Max: eppxml.Unbounded, Any: true},
		{Name: "notice", Optional: true, Max: eppxml.Unbounded, Any: true},
	}}
)

// noApplication refuses an application ID with 2303.
func noApplication(n *eppxml.Node) error {
	return &eppxml.Error{Code: 2303, Reason: "there are no applications here", Node: n}
}

// checkPhase returns a 2306 when n names a phase other than openPhase.
func checkPhase(n *eppxml.Node) error {
	if p := n.Child("phase"); p != nil && p.Text != openPhase {
		return &eppxml.Error{Code: 2306, Reason: "the phase is " + openPhase, Node: p}
	}
	return nil
}

func decodeLaunchCreate(_ *call, n *eppxml.Node, _ *transform) error {
	if err := checkPhase(n); err != nil {
		return err
	}
	for part := range n.Children() {
		if part.Name != "phase" {
			return &eppxml.Error{Code: 2306, Reason: "the open phase takes neither marks nor notices", Node: part}
		}
	}
	if n.Attr("type") == "application" {
		return &eppxml.Error{Code: 2306, Reason: "the open phase has registrations, not applications", Node: n}
	}
	return nil
}

// encodeClaimsCheck writes the response to the claims form of a check: no name
// has claims. The availability form needs none beyond the check's own.
func encodeClaimsCheck(c *call, n *eppxml.Node, x *domainCheck) error {
	if n == nil {
		return nil
	}
	if n.Attr("type") == "avail" {
		return checkPhase(n)
	}
	w := &c.extension
	w.OpenNS(launchSpace, "chkData")
	if p := n.Child("phase"); p != nil {
		w.Text("launch:phase", p.Text)
	}
	for _, a := range x.checked {
		w.Open("launch:cd")
		w.Text("launch:name", a.Text, "exists", "0")
		w.Close("launch:cd")
	}
	w.Close("launch:chkData")
	return nil
}

func encodeLaunchInfo(c *call, n *eppxml.Node, _ *domainView) error {
	if n == nil {
		return nil
	}
	if err := checkPhase(n); err != nil {
		return err
	}
	w := &c.extension
	w.OpenNS(launchSpace, "infData")
	w.Text("launch:phase", openPhase)
	w.Close("launch:infData")
	return nil
}
