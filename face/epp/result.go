package epp

import (
	"errors"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// resultMessages are the texts of the result codes (RFC 5730 section 3).
var messages = map[registry.Code]string{
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
func final(code registry.Code) bool { return code == 1500 || code >= 2500 }

// A result is the <result> of a response. With a reason, <extValue> quotes the
// element at fault in <value>.
type refusal struct {
	code   registry.Code
	about  *node  // the element at fault; nil: none
	lacks  string // name of the missing child element of node; "": none
	reason string // "": no <extValue>
}

// resultOf returns the result of a failed command. An error that is neither a
// resultError nor a fault is logged, and becomes 2400 without a reason.
func (c *call) refuse(err error) refusal {
	var invalid *problem
	var fault *registry.Fault
	switch {
	case errors.As(err, &invalid):
		return refusal{invalid.code, invalid.node, invalid.lacks, invalid.reason}
	case errors.As(err, &fault):
		about, quoted := c.about(fault)
		reason := fault.Text
		switch {
		case quoted:
		case fault.Value != "":
			reason = fault.Error()
		case fault.Field != "" && about != nil && about.name != fault.Field:
			reason += ": " + fault.Field
		}
		if _, known := messages[fault.Code]; !known {
			return refusal{2400, about, "", reason}
		}
		return refusal{fault.Code, about, "", reason}
	}
	c.session.log(c).Error("EPP command failed", "error", err.Error())
	return refusal{code: registry.ErrCommandFailed.Code}
}

// faultNode returns the element of the command that f is about: the first one
// that contains f.Value (quoted is true), else the first named f.Field, else the
// object's element.
func (c *call) about(f *registry.Fault) (about *node, quoted bool) {
	if c.object == nil {
		return c.op, false
	}
	trees := []*node{c.object}
	for _, x := range c.extras {
		trees = append(trees, x.node)
	}
	var byName *node
	for _, tree := range trees {
		for i := range tree.below {
			n := &tree.below[i]
			if f.Value != "" && n.says(f.Value) {
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
func (w *writer) result(r refusal, unhandled []byte) {
	w.raw(`<result code="`)
	w.b = strconv.AppendInt(w.b, int64(r.code), 10)
	w.raw(`"><msg>`)
	w.raw(messages[r.code])
	w.raw(`</msg>`)
	if r.reason != "" {
		w.raw(`<extValue><value>`)
		w.quote(r.about, r.lacks)
		w.raw(`</value>`)
		w.text("reason", strings.Map(oneLine, clip(r.reason, 500)))
		w.raw(`</extValue>`)
	}
	w.b = append(w.b, unhandled...)
	w.raw(`</result>`)
}

// replaceControl maps control characters to spaces.
func oneLine(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// quoteElement writes n without child elements and, for a password, without its
// text. With missing it writes an empty child element of that name instead; for a
// nil n an empty <epp>.
func (w *writer) quote(n *node, missing string) {
	if n == nil {
		n = &node{space: eppURI, name: "epp"}
	}
	if missing != "" {
		n = &node{space: n.space, name: missing}
	}
	name := n.name
	if prefix, ok := prefixes[n.space]; ok {
		name = prefix + ":" + name
		w.b = append(w.b, '<')
		w.raw(name + " xmlns:" + prefix)
	} else {
		w.b = append(w.b, '<')
		w.raw(name + " xmlns")
	}
	w.raw(`="`)
	w.b = escape(w.b, clip(n.space, 200))
	w.b = append(w.b, '"')
	for _, a := range n.attrs {
		if a.space == "" {
			w.attrs([]string{a.name, clip(a.value, 200)})
		}
	}
	if n.text == "" || n.name == "pw" || n.name == "newPW" {
		w.raw("/>")
		return
	}
	w.b = append(w.b, '>')
	w.b = escape(w.b, clip(n.text, 255))
	w.close(name)
}

// response writes the response with result r and the data of c.
func (w *writer) response(c *call, r refusal) {
	w.raw(head + "<response>")
	w.result(r, c.unhandled.b)
	if q := c.queue; q.id != "" {
		w.raw(`<msgQ count="`)
		w.b = strconv.AppendInt(w.b, int64(q.count), 10)
		w.raw(`" id="`)
		w.b = escape(w.b, q.id)
		if w.b = append(w.b, '"'); q.date == "" {
			w.raw("/>")
		} else {
			w.b = append(w.b, '>')
			w.text("qDate", q.date)
			w.optional("msg", q.text)
			w.raw("</msgQ>")
		}
	}
	if len(c.data.b) > 0 {
		w.raw("<resData>")
		w.b = append(w.b, c.data.b...)
		w.raw("</resData>")
	}
	if len(c.extension.b) > 0 {
		w.raw("<extension>")
		w.b = append(w.b, c.extension.b...)
		w.raw("</extension>")
	}
	w.raw("<trID>")
	w.optional("clTRID", c.by.Client)
	w.text("svTRID", c.by.Request)
	w.raw("</trID></response></epp>")
}

// documentHead begins every document that the server sends.
const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<epp xmlns="` + eppURI + `">`
