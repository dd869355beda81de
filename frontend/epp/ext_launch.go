package epp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
)

var launchSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:launch-1.0", Prefix: "launch"}

// openPhase is the phase of TLDs whose launch is over, the only one here (RFC
// 8334 section 2.3).
const openPhase = "open"

// launchExtension is RFC 8334 for TLDs in the open phase without a trademark
// clearinghouse: marks, notices and applications are read and refused.
var launchExtension = extension{Namespace: launchSpace, hooks: []hook{
	onDomainCheck(addition[domainCheck]{schema: launchCheckSchema, decode: decodeLaunchCheck}),
	onDomainInfo(addition[domainView]{schema: launchInfoSchema, encode: encodeLaunchInfo}),
	onDomain("create", addition[transform]{schema: launchCreateSchema, decode: decodeLaunchCreate}),
	onDomain("update", addition[transform]{schema: applicationSchema("update"), decode: refuseApplication}),
	onDomain("delete", addition[transform]{schema: applicationSchema("delete"), decode: refuseApplication}),
}}

var (
	phase = eppxml.Element{Name: "phase", Attrs: []eppxml.Attribute{{Name: "name", Optional: true, Text: eppxml.AnyToken}},
		Text: eppxml.OneOf("sunrise", "landrush", "claims", openPhase, "custom")}
	validatorAttr = []eppxml.Attribute{{Name: "validatorID", Optional: true, Text: eppxml.MinToken}}

	launchCheckSchema = eppxml.Element{Name: "check", Attrs: []eppxml.Attribute{{Name: "type", Optional: true, Text: eppxml.OneOf("claims", "avail", "trademark")}},
		Elements: []eppxml.Element{phase.AsOptional()}}

	launchInfoSchema = eppxml.Element{Name: "info", Attrs: []eppxml.Attribute{{Name: "includeMark", Optional: true, Text: eppxml.Boolean}}, Elements: []eppxml.Element{
		phase, {Name: "applicationID", Optional: true, Text: eppxml.AnyToken, Check: noApplication},
	}}

	// launchCreateSchema declares signed marks, plain and encoded, as foreign elements:
	// they are members of a substitution group of signedMark-1.0.
	launchCreateSchema = eppxml.Element{Name: "create", Attrs: []eppxml.Attribute{{Name: "type", Optional: true, Text: eppxml.OneOf("application", "registration")}}, Elements: []eppxml.Element{
		phase,
		{Name: "codeMark", Optional: true, Max: eppxml.Unbounded, Elements: []eppxml.Element{
			{Name: "code", Optional: true, Attrs: validatorAttr, Text: eppxml.MinToken}, {Name: "abstractMark", Foreign: true, Optional: true, Any: true},
		}},
		{Name: "abstractSignedMark", Foreign: true, Optional: true, Max: eppxml.Unbounded, Any: true},
		{Name: "notice", Optional: true, Max: eppxml.Unbounded, Elements: []eppxml.Element{
			{Name: "noticeID", Attrs: validatorAttr, Text: eppxml.MinToken}, {Name: "notAfter", Text: eppxml.DateTime}, {Name: "acceptedDate", Text: eppxml.DateTime},
		}},
	}}
)

// applicationSchema declares the element of a command on an application.
func applicationSchema(name string) eppxml.Element {
	return eppxml.Element{Name: name, Elements: []eppxml.Element{phase, {Name: "applicationID", Text: eppxml.AnyToken}}}
}

// noApplication refuses an application ID with 2303.
func noApplication(n *eppxml.Node) error {
	return &eppxml.Error{Code: 2303, Reason: "there are no applications here", Node: n}
}

// refuseApplication refuses an update or delete of an application with 2306.
func refuseApplication(_ *call, n *eppxml.Node, _ *transform) error {
	if err := checkPhase(n); err != nil {
		return err
	}
	return &eppxml.Error{Code: 2306, Reason: "the open phase has registrations, not applications", Node: n.Child("applicationID")}
}

// checkPhase returns a 2306 when n names a phase other than openPhase.
func checkPhase(n *eppxml.Node) error {
	if p := n.Child("phase"); p != nil && p.Text != openPhase {
		return &eppxml.Error{Code: 2306, Reason: "the phase is " + openPhase, Node: p}
	}
	return nil
}

// decodeLaunchCreate accepts a registration in the open phase without marks and
// notices, and refuses everything else with 2306.
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

// decodeLaunchCheck accepts the availability form of a check, whose response is the
// check's own. It refuses the claims and trademark forms with 2306: without a list
// of claims, "exists" would be a guess (RFC 8334 section 3.1.1).
func decodeLaunchCheck(_ *call, n *eppxml.Node, _ *domainCheck) error {
	if n.Attr("type") == "avail" {
		return checkPhase(n)
	}
	return &eppxml.Error{Code: 2306, Reason: "no list of claims is loaded; the form avail of a check is answered", Node: n}
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
