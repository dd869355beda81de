package epp

import (
	"time"

	"github.com/cadastre-registry/cadastre/eppxml"
)

// greeting writes the greeting, sent at connection and in response to <hello>
// (RFC 5730 section 2.4). now is its svDate.
func (w *writer) greeting(s *Server, now time.Time) {
	w.Raw(eppxml.DocumentHead + "<greeting>")
	w.Text("svID", s.svID())
	w.Time("svDate", now)
	w.Raw("<svcMenu><version>1.0</version><lang>en</lang>")
	for _, m := range s.services.mappings {
		w.Optional("objURI", m.URI)
	}
	open := false
	for _, e := range s.services.extensions {
		if e.hidden {
			continue
		}
		if !open {
			w.Raw("<svcExtension>")
			open = true
		}
		w.Text("extURI", e.URI)
	}
	if open {
		w.Raw("</svcExtension>")
	}
	// The data collection policy (RFC 5730 section 2.4): data is used for
	// administration and provisioning, and is visible to the server and, through
	// WHOIS and RDAP, to the public.
	w.Raw("</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>" +
		"<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp></greeting>" + eppxml.DocumentTail)
}
