package epp

import (
	"errors"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// resultMessages are the texts of the result codes (RFC 5730 section 3).
var resultMessages = map[registry.Code]string{
	1000: "Command completed successfully",
	1001: "Command completed successfully; action pending",
	1300: "Command completed successfully; no messages",
	1301: "Command completed successfully; ack to dequeue",
	1500: "Command completed successfully; ending session",
	2000: "Unknown command",
	2001: "Command syntax error",
	2002: "Command use error",
	2003: "Required parameter missing",
	2004: "Parameter value range error",
	2005: "Parameter value syntax error",
	2100: "Unimplemented protocol version",
	2101: "Unimplemented command",
	2102: "Unimplemented option",
	2103: "Unimplemented extension",
	2104: "Billing failure",
	2105: "Object is not eligible for renewal",
	2106: "Object is not eligible for transfer",
	2200: "Authentication error",
	2201: "Authorization error",
	2202: "Invalid authorization information",
	2300: "Object pending transfer",
	2301: "Object not pending transfer",
	2302: "Object exists",
	2303: "Object does not exist",
	2304: "Object status prohibits operation",
	2305: "Object association prohibits operation",
	2306: "Parameter value policy error",
	2307: "Unimplemented object service",
	2308: "Data management policy violation",
	2400: "Command failed",
	2500: "Command failed; server closing connection",
	2501: "Authentication error; server closing connection",
	2502: "Session limit exceeded; server closing connection",
}

// endsSession reports whether the server closes the connection after a result.
func endsSession(code registry.Code) bool { return code == 1500 || code >= 2500 }

// A result is the <result> of a response. With a reason, <extValue> quotes the
// element at fault in <value>.
type result struct {
	code    registry.Code
	node    *node  // the element at fault; nil: none
	missing string // name of the missing child element of node; "": none
	reason  string // "": no <extValue>
}

// resultOf returns the result of a failed command. An error that is neither a
// resultError nor a fault is logged, and becomes 2400 without a reason.
func (c *call) resultOf(err error) result {
	var invalid *resultError
	var fault *registry.Fault
	switch {
	case errors.As(err, &invalid):
		return result{invalid.code, invalid.node, invalid.missing, invalid.reason}
	case errors.As(err, &fault):
		about, quoted := c.faultNode(fault)
		reason := fault.Text
		switch {
		case quoted:
		case fault.Value != "":
			reason = fault.Error()
		case fault.Field != "" && about != nil && about.name != fault.Field:
			reason += ": " + fault.Field
		}
		if _, known := resultMessages[fault.Code]; !known {
			return result{2400, about, "", reason}
		}
		return result{fault.Code, about, "", reason}
	}
	c.session.log(c).Error("EPP command failed", "error", err.Error())
	return result{code: registry.ErrCommandFailed.Code}
}

// faultNode returns the element of the command that f is about: the first one
// that contains f.Value (quoted is true), else the first named f.Field, else the
// object's element.
func (c *call) faultNode(f *registry.Fault) (about *node, quoted bool) {
	if c.object == nil {
		return c.commandNode, false
	}
	trees := []*node{c.object}
	for _, x := range c.extensionElements {
		trees = append(trees, x.node)
	}
	var byName *node
	for _, tree := range trees {
		for i := range tree.descendants {
			n := &tree.descendants[i]
			if f.Value != "" && n.hasValue(f.Value) {
				return n, true
			}
			if byName == nil && n.name == f.Field {
				byName = n
			}
		}
	}
	if byName != nil {
		return byName, false
	}
	return c.object, false
}

// result writes a <result> (RFC 5730 section 2.6). unhandled is further XML for
// it: <extValue> elements.
func (w *writer) result(r result, unhandled []byte) {
	w.raw(`<result code="`)
	w.buf = strconv.AppendInt(w.buf, int64(r.code), 10)
	w.raw(`"><msg>`)
	w.raw(resultMessages[r.code])
	w.raw(`</msg>`)
	if r.reason != "" {
		w.raw(`<extValue><value>`)
		w.quoteElement(r.node, r.missing)
		w.raw(`</value>`)
		w.text("reason", strings.Map(replaceControl, truncate(r.reason, 500)))
		w.raw(`</extValue>`)
	}
	w.buf = append(w.buf, unhandled...)
	w.raw(`</result>`)
}

// replaceControl maps control characters to spaces.
func replaceControl(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// quoteElement writes n without child elements and, for a password, without its
// text. With missing it writes an empty child element of that name instead; for a
// nil n an empty <epp>.
func (w *writer) quoteElement(n *node, missing string) {
	if n == nil {
		n = &node{space: eppURI, name: "epp"}
	}
	if missing != "" {
		n = &node{space: n.space, name: missing}
	}
	name := n.name
	if prefix, ok := prefixes[n.space]; ok {
		name = prefix + ":" + name
		w.buf = append(w.buf, '<')
		w.raw(name + " xmlns:" + prefix)
	} else {
		w.buf = append(w.buf, '<')
		w.raw(name + " xmlns")
	}
	w.raw(`="`)
	w.buf = appendEscaped(w.buf, truncate(n.space, 200))
	w.buf = append(w.buf, '"')
	for _, a := range n.attrs {
		if a.space == "" {
			w.attrs([]string{a.name, truncate(a.value, 200)})
		}
	}
	if n.text == "" || n.name == "pw" || n.name == "newPW" {
		w.raw("/>")
		return
	}
	w.buf = append(w.buf, '>')
	w.buf = appendEscaped(w.buf, truncate(n.text, 255))
	w.close(name)
}

// response writes the response with result r and the data of c.
func (w *writer) response(c *call, r result) {
	w.raw(documentHead + "<response>")
	w.result(r, c.unhandled.buf)
	if q := c.queue; q.id != "" {
		w.raw(`<msgQ count="`)
		w.buf = strconv.AppendInt(w.buf, int64(q.count), 10)
		w.raw(`" id="`)
		w.buf = appendEscaped(w.buf, q.id)
		if w.buf = append(w.buf, '"'); q.date == "" {
			w.raw("/>")
		} else {
			w.buf = append(w.buf, '>')
			w.text("qDate", q.date)
			w.optional("msg", q.text)
			w.raw("</msgQ>")
		}
	}
	if len(c.resData.buf) > 0 {
		w.raw("<resData>")
		w.buf = append(w.buf, c.resData.buf...)
		w.raw("</resData>")
	}
	if len(c.extension.buf) > 0 {
		w.raw("<extension>")
		w.buf = append(w.buf, c.extension.buf...)
		w.raw("</extension>")
	}
	w.raw("<trID>")
	w.optional("clTRID", c.actor.Client)
	w.text("svTRID", c.actor.Request)
	w.raw("</trID></response></epp>")
}

// documentHead begins every document that the server sends.
const documentHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<epp xmlns="` + eppURI + `">`
