package epp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/registry"
)

var rgpSpace = eppxml.Namespace{URI: "urn:ietf:params:xml:ns:rgp-1.0", Prefix: "rgp"}

// rgpExtension is RFC 3915: grace period statuses in an info, and restore requests
// and reports in an update.
var rgpExtension = extension{Namespace: rgpSpace, hooks: []hook{
	onDomainInfo(addition[domainView]{encode: encodeRGPStatuses}),
	onDomain("update", addition[transform]{schema: rgpSchema, decode: decodeRestore, encode: encodeRestore}),
}}

var rgpSchema = eppxml.Element{Name: "update", Elements: []eppxml.Element{
	{Name: "restore", Optional: true, Attrs: []eppxml.Attribute{{Name: "op", Text: eppxml.OneOf("request", "report")}}, Check: checkReport, Elements: []eppxml.Element{
		{Name: "report", Optional: true, Elements: []eppxml.Element{
			{Name: "preData", Any: true}, {Name: "postData", Any: true},
			{Name: "delTime", Text: eppxml.DateTime}, {Name: "resTime", Text: eppxml.DateTime},
			{Name: "resReason", Any: true, Check: checkReportText}, {Name: "statement", Max: 2, Any: true, Check: checkReportText},
			{Name: "other", Optional: true, Any: true},
		}},
	}},
}}

// checkReport requires a report with op="report", and refuses one with op="request"
// with 2306.
func checkReport(n *eppxml.Node) error {
	switch report := n.Child("report"); {
	case n.Attr("op") == "report" && report == nil:
		return eppxml.Missing(n, "report")
	case n.Attr("op") == "request" && report != nil:
		return &eppxml.Error{Code: 2306, Reason: "a restore request takes no report", Node: report}
	}
	return nil
}

func decodeRestore(_ *call, n *eppxml.Node, x *transform) error {
	r := n.Child("restore")
	if r == nil { // an empty update says nothing
		return nil
	}
	if x.restore = r.Attr("op") == "request"; x.restore {
		return nil
	}
	r = r.Child("report")
	x.report = &registry.RestoreReport{
		Before: reportText(r.Child("preData")), After: reportText(r.Child("postData")),
		Deleted: eppxml.ParseTime(r.Get("delTime")), Restored: eppxml.ParseTime(r.Get("resTime")),
		Reason: reportText(r.Child("resReason")),
	}
	for statement := range r.All("statement") {
		x.report.Statements = append(x.report.Statements, reportText(statement))
	}
	if other := r.Child("other"); other != nil {
		x.report.Other = reportText(other)
	}
	return nil
}

// checkReportText refuses an element without any text with 2004.
func checkReportText(n *eppxml.Node) error {
	if reportText(n) == "" {
		return &eppxml.Error{Code: 2004, Reason: "the value is empty", Node: n}
	}
	return nil
}

// reportText returns the text of n and its descendants, separated by spaces, at
// most 4000 bytes. The RFC leaves the form of a report's data to the client.
func reportText(n *eppxml.Node) string {
	words := strings.Fields(n.Text)
	for i := range n.Descendants {
		words = append(words, strings.Fields(n.Descendants[i].Text)...)
	}
	return eppxml.Truncate(strings.Join(words, " "), 4000)
}

func encodeRGPStatuses(c *call, _ *eppxml.Node, s *domainView) error {
	if s.Partial {
		return nil
	}
	c.extension.rgpStatuses(s.Domain.RGP(c.runner.Now()), "infData")
	return nil
}

func encodeRestore(c *call, _ *eppxml.Node, x *transform) error {
	if x.restore && x.domain.Phase == registry.PendingRestore {
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
