package epp

import "github.com/cadastre-registry/cadastre/command"

const launchURI = "urn:ietf:params:xml:ns:launch-1.0"

// openPhase is the phase of TLDs whose launch is over, the only one here (RFC
// 8334 section 2.3).
const openPhase = "open"

// launchExtension is RFC 8334 for TLDs in the open phase without a trademark
// clearinghouse: no name has claims.
var launch = extension{uri: launchURI, prefix: "launch", hooks: []hook{
	{object: domainURI, verb: "check", form: launchCheckForm, tell: tellClaims},
	{object: domainURI, verb: "info", form: element{name: "info", attrs: []attribute{{name: "includeMark", opt: true, text: boolean}}, sub: []element{
		phase, {name: "applicationID", opt: true, text: word, also: noApplication},
	}}, tell: tellPhase},
	{object: domainURI, verb: "create", form: launchCreateForm, read: readLaunch},
}}

var (
	phase = element{name: "phase", attrs: []attribute{{name: "name", opt: true, text: word}},
		text: oneOf("sunrise", "landrush", "claims", openPhase, "custom")}

	launchCheckForm = element{name: "check", attrs: []attribute{{name: "type", opt: true, text: oneOf("claims", "avail", "trademark")}},
		sub: []element{phase.orNone()}}

	launchCreateForm = element{name: "create", attrs: []attribute{{name: "type", opt: true, text: oneOf("application", "registration")}}, sub: []element{
		phase,
		{name: "codeMark", opt: true, max: many, any: true},
		{name: "notice", opt: true, max: many, any: true},
	}}
)

// noApplication refuses an application ID with 2303.
func noApplication(n *node) error {
	return &problem{code: 2303, reason: "there are no applications here", node: n}
}

// checkPhase returns a 2306 when n names a phase other than openPhase.
func inPhase(n *node) error {
	if p := n.child("phase"); p != nil && p.text != openPhase {
		return &problem{code: 2306, reason: "the phase is " + openPhase, node: p}
	}
	return nil
}

func readLaunch(_ *call, n *node, _ any) error {
	if err := inPhase(n); err != nil {
		return err
	}
	for part := range n.children() {
		if part.name != "phase" {
			return &problem{code: 2306, reason: "the open phase takes neither marks nor notices", node: part}
		}
	}
	if n.attr("type") == "application" {
		return &problem{code: 2306, reason: "the open phase has registrations, not applications", node: n}
	}
	return nil
}

// encodeClaimsCheck writes the response to the claims form of a check: no name
// has claims. The availability form needs none beyond the check's own.
func tellClaims(c *call, from any) error {
	n := c.extra(launchURI, "check")
	if n == nil {
		return nil
	}
	if n.attr("type") == "avail" {
		return inPhase(n)
	}
	w := &c.extension
	w.object(launchURI, "chkData")
	if p := n.child("phase"); p != nil {
		w.text("launch:phase", p.text)
	}
	for _, a := range from.([]command.Availability) {
		w.open("launch:cd")
		w.text("launch:name", a.Text, "exists", "0")
		w.close("launch:cd")
	}
	w.close("launch:chkData")
	return nil
}

func tellPhase(c *call, from any) error {
	n := c.extra(launchURI, "info")
	if n == nil {
		return nil
	}
	if err := inPhase(n); err != nil {
		return err
	}
	w := &c.extension
	w.object(launchURI, "infData")
	w.text("launch:phase", openPhase)
	w.close("launch:infData")
	return nil
}
