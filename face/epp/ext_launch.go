package epp

import "github.com/cadastre-registry/cadastre/command"

const launchURI = "urn:ietf:params:xml:ns:launch-1.0"

// openPhase is the one launch phase of TLDs that were launched long ago.
const openPhase = "open"

// launch is as much of RFC 8334 as a TLD without a trademark clearinghouse
// needs: there are no claims, and the phase is open.
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

func noApplication(n *node) error {
	return &problem{code: 2303, reason: "there are no applications here", node: n}
}

// inPhase returns the refusal of a phase that it is not.
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

// tellClaims answers the claims form of a check: no name has any. The
// availability form is answered by the check itself.
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
		w.text("launch:name", a.Asked, "exists", "0")
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
