package epp

import (
	"strconv"

	"github.com/cadastre-registry/cadastre/registry"
)

const changePollURI = "urn:ietf:params:xml:ns:changePoll-1.0"

// changePoll is RFC 8590: who changed an object that a message is about, and
// how.
var changePoll = extension{uri: changePollURI, prefix: "changePoll", hooks: []hook{{verb: "poll", tell: tellChange}}}

// operations are RFC 8590's words for what happened; others are custom.
var operations = map[string]string{
	"create": "create", "delete": "delete", "renew": "renew", "transfer": "transfer", "update": "update", "restore": "restore",
	"autorenew": "autoRenew", "redeem": "autoDelete", "drop": "autoDelete", "force-delete": "autoDelete", "release": "autoPurge",
}

func tellChange(c *call, from any) error {
	m := from.(*registry.Message)
	switch m.Kind {
	case registry.KindDomain, registry.KindContact, registry.KindHost:
	default:
		return nil
	}
	state := "after"
	if m.Verb == "delete" || m.Verb == "release" { // the object as it was: there is none any more
		state = "before"
	}
	w := &c.extension
	w.object(changePollURI, "changeData", "state", state)
	if op, ok := operations[m.Verb]; ok {
		w.text("changePoll:operation", op)
	} else {
		w.text("changePoll:operation", "custom", "op", m.Verb)
	}
	w.time("changePoll:date", m.At)
	w.text("changePoll:svTRID", requestOf(*m))
	w.text("changePoll:who", whoOf(m.By))
	w.close("changePoll:changeData")
	return nil
}

// requestOf returns the svTRID of the change; what nobody asked for has the
// message's number.
func requestOf(m registry.Message) string {
	if n := len(m.By.Request); n >= 3 && n <= 64 {
		return m.By.Request
	}
	return "MSG-" + strconv.FormatInt(m.ID, 10)
}

func whoOf(by registry.Actor) string {
	switch {
	case by.Registrar != "":
		return string(by.Registrar)
	case by.Operator():
		return "registry"
	case by.Face == "clock" || by.Face == "":
		return "registry (time)"
	}
	return "registrant"
}
