package epp

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var changePollSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:changePoll-1.0", Prefix: "changePoll"}

// changePollExtension is RFC 8590: the operation, date and author of the change
// that a poll message reports.
var changePollExtension = extension{Namespace: changePollSpace, hooks: []hook{onPoll(addition[registry.Message]{encode: encodeChangePoll})}}

// changeOperations maps the verbs of the change log to the operations of RFC
// 8590. Other verbs are written as custom.
var changeOperations = map[registry.Verb]string{
	registry.VerbCreate: "create", registry.VerbDelete: "delete", registry.VerbRenew: "renew", registry.VerbTransfer: "transfer", registry.VerbUpdate: "update", registry.VerbRestore: "restore",
	registry.VerbAutoRenew: "autoRenew", registry.VerbRedeem: "autoDelete", registry.VerbDrop: "autoDelete", registry.VerbForceDelete: "autoDelete", registry.VerbRelease: "autoPurge",
}

func encodeChangePoll(c *call, _ *eppxml.Node, m *registry.Message) error {
	switch m.Kind {
	case registry.KindDomain, registry.KindContact, registry.KindHost:
	default:
		return nil
	}
	state := "after"
	if m.Verb == registry.VerbDelete || m.Verb == registry.VerbRelease { // the message has the last state of the deleted object
		state = "before"
	}
	w := &c.extension
	w.OpenNS(changePollSpace, "changeData", "state", state)
	if op, ok := changeOperations[m.Verb]; ok {
		w.Text("changePoll:operation", op)
	} else {
		w.Text("changePoll:operation", "custom", "op", string(m.Verb))
	}
	w.Time("changePoll:date", m.At)
	w.Text("changePoll:svTRID", changeSvTRID(*m))
	w.Text("changePoll:who", changedBy(m.By))
	w.Close("changePoll:changeData")
	return nil
}

// changeSvTRID returns the svTRID of the command that made the change. A change
// without one, such as a scheduled change, gets the number of the message.
func changeSvTRID(m registry.Message) string {
	if n := len(m.By.Request); n >= 3 && n <= 64 {
		return m.By.Request
	}
	return "MSG-" + strconv.FormatInt(m.ID, 10)
}

// changedBy returns the registrar ID of the author of a change, or a text for
// other authors.
func changedBy(by registry.Actor) string {
	switch {
	case by.Registrar != "":
		return string(by.Registrar)
	case by.Operator():
		return "registry"
	case by.Scheduled, by.Frontend == "", by.Frontend == "clock": // "clock" in messages of version 0.1
		return "registry (time)"
	}
	return "registrant"
}
