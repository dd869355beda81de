package epp

import (
	"fmt"
	"strconv"

	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/host"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

// pollVerb is <poll> (RFC 5730 section 2.9.2.3).
var pollVerb = verb{name: "poll", handle: poll, attrs: []eppxml.Attribute{
	{Name: "op", Text: eppxml.OneOf("req", "ack")}, {Name: "msgID", Optional: true, Text: eppxml.AnyToken},
}}

func poll(c *call, n *eppxml.Node) error {
	if n.Attr("op") == "ack" {
		return acknowledge(c, n)
	}
	p, err := ask(c, registrar.NextMessage{})
	if fault, ok := err.(*registry.Fault); ok && fault.Is(registry.ErrNoMessage) {
		c.code = 1300
		return nil
	} else if err != nil {
		return err
	}
	c.code = 1301
	m := p.Message
	c.queue = messageQueue{count: p.Waiting, id: strconv.FormatInt(m.ID, 10), date: m.At, text: m.Text}
	if err := c.writeMessageObject(m); err != nil {
		return fmt.Errorf("message %d: %w", m.ID, err)
	}
	c.envelope.message = m
	return nil
}

func acknowledge(c *call, n *eppxml.Node) error {
	text, ok := n.LookupAttr("msgID")
	if !ok {
		return &eppxml.Error{Code: 2003, Reason: "msgID is missing", Node: n}
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return registry.ErrNoMessage.On("msgID", text)
	}
	next, err := do(c, registrar.AckMessage{ID: id, InOrder: true})
	if err != nil {
		return err
	}
	if next.Waiting > 0 {
		c.queue = messageQueue{count: next.Waiting, id: strconv.FormatInt(next.Message.ID, 10)}
	}
	return nil
}

// writeMessageObject writes the object of m as it was when m was queued.
func (c *call) writeMessageObject(m registry.Message) (err error) {
	kind := m.Kind
	switch kind {
	case registry.KindTransfer:
		var tr registry.Transfer
		if err = registry.DecodeDocument(m.Data, &tr); tr.Kind == registry.KindContact {
			c.resData.contactTrnData(tr)
		} else {
			c.resData.domainTrnData(tr)
		}
		kind = tr.Kind
	case registry.KindDomain:
		var s domainView
		err = registry.DecodeDocument(m.Data, &s.Domain)
		s.writeInfData(c)
	case registry.KindContact:
		var info contact.ContactDetail
		err = registry.DecodeDocument(m.Data, &info.Contact)
		c.writeContact(info)
	case registry.KindHost:
		var s host.HostDetail
		err = registry.DecodeDocument(m.Data, &s.Host)
		c.resData.hostInfData(s)
	}
	uri := map[registry.Kind]string{registry.KindDomain: eppxml.DomainURI, registry.KindContact: eppxml.ContactURI, registry.KindHost: eppxml.HostURI}[kind]
	if err == nil && uri != "" && !c.uses(uri) {
		c.moveToExtValue(uri, &c.resData)
	}
	return err
}
