package epp

import "time"

// greeting writes what a server says first, and to <hello> (RFC 5730 section
// 2.4).
func (w *writer) greeting(s *Server, now time.Time) {
	w.raw(head + "<greeting>")
	w.text("svID", s.name())
	w.time("svDate", now)
	w.raw("<svcMenu><version>1.0</version><lang>en</lang>")
	for _, m := range s.index.mappings {
		w.optional("objURI", m.uri)
	}
	open := false
	for _, e := range s.index.extensions {
		if e.hidden {
			continue
		}
		if !open {
			w.raw("<svcExtension>")
			open = true
		}
		w.text("extURI", e.uri)
	}
	if open {
		w.raw("</svcExtension>")
	}
	// The policy says what RFC 5730 section 2.4 lets it: objects are kept to
	// provide them, and are seen by us and, through WHOIS and RDAP, by others.
	w.raw("</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>" +
		"<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp></greeting></epp>")
}
