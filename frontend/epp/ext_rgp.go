package epp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var rgpSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:rgp-1.0", Prefix: "rgp"}

// rgpExtension is RFC 3915: grace period statuses in an info, and restore requests
// and reports in an update.
var rgpExtension = extension{Namespace: rgpSpace, hooks: []hook{
	{object: eppxml.DomainURI, verb: "info", encode: encodeRGPStatuses},
	{object: eppxml.DomainURI, verb: "update", schema: rgpSchema, decode: decodeRestore, encode: encodeRestore},
}}

var rgpSchema = eppxml.Element{Name: "update", Elements: []eppxml.Element{
	{Name: "restore", Attrs: []eppxml.Attribute{{Name: "op", Text: eppxml.OneOf("request", "report")}}, Check: checkReport, Elements: []eppxml.Element{
		{Name: "report", Optional: true, Elements: []eppxml.Element{
			{Name: "preData", Any: true}, {Name: "postData", Any: true},
			{Name: "delTime", Text: eppxml.DateTime}, {Name: "resTime", Text: eppxml.DateTime},
			{Name: "resReason", Attrs: []eppxml.Attribute{eppxml.LangAttr}, Text: eppxml.Normalized(1, 4000)},
			{Name: "statement", Max: 2, Attrs: []eppxml.Attribute{eppxml.LangAttr}, Text: eppxml.Normalized(1, 4000)},
			{Name: "other", Optional: true, Any: true},
		}},
	}},
}}

// checkReport requires a report with op="report" and refuses one with
// op="request".
func checkReport(n *eppxml.Node) error {
	switch report := n.Child("report"); {
	case n.Attr("op") == "report" && report == nil:
		return eppxml.Missing(n, "report")
	case n.Attr("op") == "request" && report != nil:
		return eppxml.Unexpected(report)
	}
	return nil
}

func decodeRestore(_ *call, n *eppxml.Node, into any) error {
	u, r := into.(*updateRequest), n.Child("restore")
	if u.restore = r.Attr("op") == "request"; u.restore {
		return nil
	}
	r = r.Child("report")
	u.report = &registry.RestoreReport{
		Before: r.Child("preData").AllText(), After: r.Child("postData").AllText(),
		Deleted: eppxml.ParseTime(r.Get("delTime")), Restored: eppxml.ParseTime(r.Get("resTime")),
		Reason: r.Get("resReason"), Statements: r.Texts("statement"),
	}
	if other := r.Child("other"); other != nil {
		u.report.Other = other.AllText()
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
	w.OpenNS(rgpSpace, element)
	for _, s := range all {
		w.Empty("rgp:rgpStatus", "s", s)
	}
	w.Close("rgp:" + element)
}
