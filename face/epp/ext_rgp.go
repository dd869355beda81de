package epp

import (
	"github.com/cadastre-registry/cadastre/registry"
)

const rgpURI = "urn:ietf:params:xml:ns:rgp-1.0"

// rgpExtension is RFC 3915: grace period statuses in an info, and restore requests
// and reports in an update.
var rgp = extension{uri: rgpURI, prefix: "rgp", hooks: []hook{
	{object: domainURI, verb: "info", tell: tellGrace},
	{object: domainURI, verb: "update", form: rgpForm, read: readRestore, tell: tellRestore},
}}

var rgpForm = element{name: "update", sub: []element{
	{name: "restore", attrs: []attribute{{name: "op", text: oneOf("request", "report")}}, also: reportFits, sub: []element{
		{name: "report", opt: true, sub: []element{
			{name: "preData", any: true}, {name: "postData", any: true},
			{name: "delTime", text: dateTime}, {name: "resTime", text: dateTime},
			{name: "resReason", attrs: []attribute{langAttr}, text: normalized(1, 4000)},
			{name: "statement", max: 2, attrs: []attribute{langAttr}, text: normalized(1, 4000)},
			{name: "other", opt: true, any: true},
		}},
	}},
}}

// checkReport requires a report with op="report" and refuses one with
// op="request".
func reportFits(n *node) error {
	switch report := n.child("report"); {
	case n.attr("op") == "report" && report == nil:
		return missing(n, "report")
	case n.attr("op") == "request" && report != nil:
		return unexpected(report)
	}
	return nil
}

func readRestore(_ *call, n *node, into any) error {
	u, r := into.(*updating), n.child("restore")
	if u.restore = r.attr("op") == "request"; u.restore {
		return nil
	}
	r = r.child("report")
	u.report = &registry.RestoreReport{
		Before: r.child("preData").whole(), After: r.child("postData").whole(),
		Deleted: instantOf(r.get("delTime")), Restored: instantOf(r.get("resTime")),
		Reason: r.get("resReason"), Statements: r.texts("statement"),
	}
	if other := r.child("other"); other != nil {
		u.report.Other = other.whole()
	}
	return nil
}

func tellGrace(c *call, from any) error {
	s := from.(*sight)
	if s.Partial {
		return nil
	}
	c.extension.grace(s.Domain.RGP(c.runner.Now()), "infData")
	return nil
}

func tellRestore(c *call, from any) error {
	if u := from.(*updated); u.restored != nil && u.domain.Phase == registry.PendingRestore {
		c.extension.grace([]string{string(registry.PendingRestore)}, "upData")
	}
	return nil
}

// rgpStatuses writes element with the statuses all of RFC 3915; nothing when
// there are none.
func (w *writer) grace(all []string, element string) {
	if len(all) == 0 {
		return
	}
	w.object(rgpURI, element)
	for _, s := range all {
		w.empty("rgp:rgpStatus", "s", s)
	}
	w.close("rgp:" + element)
}
