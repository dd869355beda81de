package eppxml

import (
	"strings"
	"unicode/utf8"
)

// Quote writes n without child elements and, for a password, without its
// text. With missing it writes an empty child element of that name instead; for a
// nil n an empty <epp>. prefixes are the prefixes to use, by namespace URI; other
// namespaces are declared as the default.
func (w *Writer) Quote(n *Node, missing string, prefixes map[string]string) {
	if n == nil {
		n = &Node{Space: EPPURI, Name: "epp"}
	}
	if missing != "" {
		n = &Node{Space: n.Space, Name: missing}
	}
	name := n.Name
	if prefix, ok := prefixes[n.Space]; ok {
		name = prefix + ":" + name
		w.Buf = append(w.Buf, '<')
		w.Raw(name + " xmlns:" + prefix)
	} else {
		w.Buf = append(w.Buf, '<')
		w.Raw(name + " xmlns")
	}
	w.Raw(`="`)
	w.Buf = appendEscaped(w.Buf, Truncate(n.Space, 200))
	w.Buf = append(w.Buf, '"')
	for _, a := range n.Attrs {
		if a.Space == "" {
			w.attrs([]string{a.Name, Truncate(a.Value, 200)})
		}
	}
	if n.Text == "" || n.Name == "pw" || n.Name == "newPW" {
		w.Raw("/>")
		return
	}
	w.Buf = append(w.Buf, '>')
	w.Buf = appendEscaped(w.Buf, Truncate(n.Text, 255))
	w.Close(name)
}

// Truncate returns s cut to at most max bytes, at a rune boundary, with "…"
// where something was cut.
func Truncate(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return strings.TrimSpace(s[:max]) + "…"
}
