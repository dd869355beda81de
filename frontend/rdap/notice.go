package rdap

// conformance returns the rdapConformance of a response (RFC 9083 section 4.1):
// with profile also ICANN's profiles, and more.
func conformance(profile bool, more ...string) []string {
	all := []string{"rdap_level_0", "redacted"}
	if profile {
		all = append(all, "icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1")
	}
	return append(all, more...)
}

// terms returns the notice with the terms of use.
func (s *Server) terms(self string) notice {
	return notice{
		Title: "Terms of Use",
		Description: []string{
			"This service tells what the registry's database has by now. Use it to find out about names and whom they belong to, not to send unasked mail or to copy the database.",
		},
		Links: []link{{Value: self, Rel: "terms-of-service", Href: s.helpURL(self), Type: mediaType}},
	}
}

// helpURL returns the URL of the help query, derived from the URL of a request.
func (s *Server) helpURL(self string) string {
	if s.URL != "" {
		return s.URL + "/help"
	}
	if i := indexAfterHost(self); i >= 0 {
		return self[:i] + s.Path + "/help"
	}
	return s.Path + "/help"
}

// indexAfterHost returns the index at which the path of a URL starts; -1 if it has
// none.
func indexAfterHost(u string) int {
	slashes := 0
	for i := range len(u) {
		if u[i] == '/' {
			if slashes++; slashes == 3 {
				return i
			}
		}
	}
	return -1
}

// notices returns the notices of a response; with profile also those that ICANN's
// RDAP response profile requires (sections 2.6.3 and 2.10).
func (enc encoder) notices(profile bool) []notice {
	all := []notice{enc.terms(enc.self)}
	if !profile {
		return all
	}
	return append(all,
		notice{
			Title: "Status Codes", Description: []string{"For more information on domain status codes, please visit https://icann.org/epp"},
			Links: []link{{Value: enc.self, Rel: "glossary", Href: "https://icann.org/epp", Type: "text/html"}},
		},
		notice{
			Title: "RDDS Inaccuracy Complaint Form", Description: []string{"URL of the ICANN RDDS Inaccuracy Complaint Form: https://icann.org/wicf"},
			Links: []link{{Value: enc.self, Rel: "help", Href: "https://icann.org/wicf", Type: "text/html"}},
		})
}

// help encodes the response to a help query (RFC 9083 section 7).
func (enc encoder) help() help {
	return help{top{
		Conformance: conformance(true, "paging", "sorting"), Lang: "en",
		Notices: append(enc.notices(false), notice{
			Title: "What can be asked",
			Description: []string{
				"domain/NAME and nameserver/NAME, with A-labels or U-labels; entity/HANDLE for registrars (clID or IANA ID) and contacts.",
				"domains?name=, ?nsLdhName= and ?nsIp=; nameservers?name= and ?ip=. A name may have one asterisk at the end of a label, after at least three characters.",
				"Searches come in pages of 50, sorted by name; cursor leads on, and count=true counts.",
			},
			Links: []link{enc.link("self", enc.base+"/help", mediaType)},
		}),
	}}
}
