package epp

import (
	"github.com/cadastre-registry/cadastre/registry"
)

const rgpURI = "urn:ietf:params:xml:ns:rgp-1.0"

// rgpExtension is RFC 3915: grace period statuses in an info, and restore requests
// and reports in an update.
var rgpExtension = extension{uri: rgpURI, prefix: "rgp", hooks: []hook{
	{object: domainURI, verb: "info", encode: encodeRGPStatuses},
	{object: domainURI, verb: "update", schema: rgpSchema, decode: decodeRestore, encode: encodeRestore},
}}

var rgpSchema = elementDecl{name: "update", sub: []elementDecl{
	{name: "restore", attrs: []attrDecl{{name: "op", text: oneOf("request", "report")}}, check: checkReport, sub: []elementDecl{
		{name: "report", opt: true, sub: []elementDecl{
			{name: "preData", any: true}, {name: "postData", any: true},
			{name: "delTime", text: dateTime}, {name: "resTime", text: dateTime},
			{name: "resReason", attrs: []attrDecl{langAttr}, text: normalized(1, 4000)},
			{name: "statement", max: 2, attrs: []attrDecl{langAttr}, text: normalized(1, 4000)},
			{name: "other", opt: true, any: true},
		}},
	}},
}}

// checkReport requires a report with op="report" and refuses one with
// op="request".
func checkReport(n *node) error {
	switch report := n.child("report"); {
	case n.attr("op") == "report" && report == nil:
		return missing(n, "report")
	case n.attr("op") == "request" && report != nil:
		return unexpected(report)
	}
	return nil
}

func decodeRestore(_ *call, n *node, into any) error {
	u, r := into.(*updateRequest), n.child("restore")
	if u.restore = r.attr("op") == "request"; u.restore {
		return nil
	}
	r = r.child("report")
	u.report = &registry.RestoreReport{
		Before: r.child("preData").allText(), After: r.child("postData").allText(),
		Deleted: instantOf(r.get("delTime")), Restored: instantOf(r.get("resTime")),
		Reason: r.get("resReason"), Statements: r.texts("statement"),
	}
	if other := r.child("other"); other != nil {
		u.report.Other = other.allText()
	}
	return nil
}

func encodeRGPStatuses(c *call, from any) error {
	s := from.(*domainView)
	if s.Partial {
		return nil
	}
	c.extension.rgpStatuses(s.Domain.RGP(c.runner.Now()), "infData")
	return nil
}

func encodeRestore(c *call, from any) error {
	if u := from.(*updateResult); u.restored != nil && u.domain.Phase == registry.PendingRestore {
		c.extension.rgpStatuses([]string{string(registry.PendingRestore)}, "upData")
	}
	return nil
}

// rgpStatuses writes element with the statuses all of RFC 3915; nothing when
// there are none.
func (w *writer) rgpStatuses(all []string, element string) {
	if len(all) == 0 {
		return
	}
	w.openNS(rgpURI, element)
	for _, s := range all {
		w.empty("rgp:rgpStatus", "s", s)
	}
	w.close("rgp:" + element)
}
