package epp

import (
	"errors"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/registry"
)

// messages are the texts of the result codes (RFC 5730 section 3).
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

// final reports whether a result ends the session.
func final(code registry.Code) bool { return code == 1500 || code >= 2500 }

// A refusal is what an answer says of an error: its code, and the element of
// the command that it is about, quoted in <value> beside the reason.
type refusal struct {
	code   registry.Code
	about  *node
	lacks  string // the element of about's that is missing
	reason string // "": the code says it all
}

// refuse puts err in EPP's words. An error that is no fault is ours, and not
// for others to read.
func (c *call) refuse(err error) refusal {
	var wrong *problem
	var fault *registry.Fault
	switch {
	case errors.As(err, &wrong):
		return refusal{wrong.code, wrong.node, wrong.lacks, wrong.reason}
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
	c.session.log(c).Error("command", "error", err.Error())
	return refusal{code: registry.ErrCommandFault.Code}
}

// about returns the element of the command that a fault is about, and whether
// it says there what the fault says.
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

// says reports whether value stands in n, as text or in an attribute.
func (n *node) says(value string) bool {
	if strings.EqualFold(n.text, value) {
		return true
	}
	for _, a := range n.attrs {
		if strings.EqualFold(a.value, value) {
			return true
		}
	}
	return false
}

// result writes a <result> (RFC 5730 section 2.6).
// Unhandled is what it has to say beside.
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

func oneLine(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// quote writes the start of an element that the client sent, with its text; of
// a secret not the text. A frame that is no XML has no elements to quote, and
// gets EPP's own.
func (w *writer) quote(n *node, lacks string) {
	if n == nil {
		n = &node{space: eppURI, name: "epp"}
	}
	if lacks != "" {
		n = &node{space: n.space, name: lacks}
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

// response writes the whole answer: code and what the call gathered, or the
// refusal.
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

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<epp xmlns="` + eppURI + `">`
