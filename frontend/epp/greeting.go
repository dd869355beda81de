package epp

import "time"

// greeting writes the greeting, sent at connection and in response to <hello>
// (RFC 5730 section 2.4). now is its svDate.
func (w *writer) greeting(s *Server, now time.Time) {
	w.raw(documentHead + "<greeting>")
	w.text("svID", s.svID())
	w.time("svDate", now)
	w.raw("<svcMenu><version>1.0</version><lang>en</lang>")
	for _, m := range s.services.mappings {
		w.optional("objURI", m.uri)
	}
	open := false
	for _, e := range s.services.extensions {
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
	// The data collection policy (RFC 5730 section 2.4): data is used for
	// administration and provisioning, and is visible to the server and, through
	// WHOIS and RDAP, to the public.
	w.raw("</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>" +
		"<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp></greeting></epp>")
}
