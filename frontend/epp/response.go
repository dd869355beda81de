package epp

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// A writer writes the parts of responses that several commands share, beside the
// elements of eppxml.
type writer struct{ eppxml.Writer }

// A result is the <result> of a response. With a reason, <extValue> quotes the
// element at fault in <value>.
type result struct {
	code    eppxml.Code
	node    *eppxml.Node // the element at fault; nil: none
	missing string       // name of the missing child element of node; "": none
	reason  string       // "": no <extValue>
}

// resultOf returns the result of a failed command. An error that is neither an
// eppxml.Error nor a fault is logged, and becomes 2400 without a reason.
func (c *call) resultOf(err error) result {
	var invalid *eppxml.Error
	var fault *registry.Fault
	switch {
	case errors.As(err, &invalid):
		return result{invalid.Code, invalid.Node, invalid.Missing, invalid.Reason}
	case errors.As(err, &fault):
		about, quoted := c.faultNode(fault)
		reason := fault.Text
		switch {
		case quoted:
		case fault.Value != "":
			reason = fault.Error()
		case fault.Field != "" && about != nil && about.Name != fault.Field:
			reason += ": " + fault.Field
		}
		if eppxml.Code(fault.Code).Message() == "" {
			return result{2400, about, "", reason}
		}
		return result{eppxml.Code(fault.Code), about, "", reason}
	}
	c.session.log(c).Error("EPP command failed", "error", err.Error())
	return result{code: eppxml.Code(registry.ErrCommandFailed.Code)}
}

// faultNode returns the element of the command that f is about: the first one
// that contains f.Value (quoted is true), else the first named f.Field, else the
// object's element.
func (c *call) faultNode(f *registry.Fault) (about *eppxml.Node, quoted bool) {
	if c.object == nil {
		return c.commandNode, false
	}
	trees := []*eppxml.Node{c.object}
	for _, x := range c.extensionElements {
		trees = append(trees, x.node)
	}
	var byName *eppxml.Node
	for _, tree := range trees {
		for i := range tree.Descendants {
			n := &tree.Descendants[i]
			if f.Value != "" && n.HasValue(f.Value) {
				return n, true
			}
			if byName == nil && n.Name == f.Field {
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
// it: <extValue> elements. prefixes are those of quoted elements, by namespace URI.
func (w *writer) result(r result, prefixes map[string]string, unhandled []byte) {
	w.Raw(`<result code="`)
	w.Buf = strconv.AppendInt(w.Buf, int64(r.code), 10)
	w.Raw(`"><msg>`)
	w.Raw(r.code.Message())
	w.Raw(`</msg>`)
	if r.reason != "" {
		w.Raw(`<extValue><value>`)
		w.Quote(r.node, r.missing, prefixes)
		w.Raw(`</value>`)
		w.Text("reason", strings.Map(replaceControl, eppxml.Truncate(r.reason, 500)))
		w.Raw(`</extValue>`)
	}
	w.Buf = append(w.Buf, unhandled...)
	w.Raw(`</result>`)
}

// replaceControl maps control characters to spaces.
func replaceControl(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// response writes the response with result r and the data of c.
func (w *writer) response(c *call, r result) {
	w.Raw(eppxml.DocumentHead + "<response>")
	w.result(r, c.session.server.services.prefixes, c.unhandled.Buf)
	if q := c.queue; q.id != "" {
		if attrs := []string{"count", strconv.Itoa(q.count), "id", q.id}; q.date.IsZero() {
			w.Empty("msgQ", attrs...)
		} else {
			w.Open("msgQ", attrs...)
			w.Time("qDate", q.date)
			w.Optional("msg", q.text)
			w.Close("msgQ")
		}
	}
	if len(c.resData.Buf) > 0 {
		w.Raw("<resData>")
		w.Buf = append(w.Buf, c.resData.Buf...)
		w.Raw("</resData>")
	}
	if len(c.extension.Buf) > 0 {
		w.Raw("<extension>")
		w.Buf = append(w.Buf, c.extension.Buf...)
		w.Raw("</extension>")
	}
	w.Raw("<trID>")
	w.Optional("clTRID", c.actor.Client)
	w.Text("svTRID", c.actor.Request)
	w.Raw("</trID></response>" + eppxml.DocumentTail)
}

// greeting writes the greeting, sent at connection and in response to <hello>
// (RFC 5730 section 2.4). now is its svDate.
func (w *writer) greeting(s *Server, now time.Time) {
	w.Raw(eppxml.DocumentHead + "<greeting>")
	w.Text("svID", s.svID())
	w.Time("svDate", now)
	w.Raw("<svcMenu><version>1.0</version><lang>en</lang>")
	for _, m := range s.services.mappings {
		w.Optional("objURI", m.URI)
	}
	open := false
	for _, e := range s.services.extensions {
		if e.hidden {
			continue
		}
		if !open {
			w.Raw("<svcExtension>")
			open = true
		}
		w.Text("extURI", e.URI)
	}
	if open {
		w.Raw("</svcExtension>")
	}
	// The data collection policy (RFC 5730 section 2.4): data is used for
	// administration and provisioning, and is visible to the server and, through
	// WHOIS and RDAP, to the public.
	w.Raw("</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>" +
		"<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp></greeting>" + eppxml.DocumentTail)
}
