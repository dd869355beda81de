package rdap

// conformance is what an answer keeps to (RFC 9083 section 4.1).
func conformance(profile bool, more ...string) []string {
	all := []string{"rdap_level_0", "redacted"}
	if profile {
		all = append(all, "icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1")
	}
	return append(all, more...)
}

// terms says what the data may be used for.
func (f *Face) terms(self string) notice {
	return notice{
		Title: "Terms of Use",
		Description: []string{
			"This service tells what the registry's database has by now. Use it to find out about names and whom they belong to, not to send unasked mail or to copy the database.",
		},
		Links: []link{{Value: self, Rel: "terms-of-service", Href: f.helpURL(self), Type: mediaType}},
	}
}

// helpURL returns where help is, seen from an answer's own URL.
func (f *Face) helpURL(self string) string {
	if f.URL != "" {
		return f.URL + "/help"
	}
	if i := indexAfterHost(self); i >= 0 {
		return self[:i] + f.Path + "/help"
	}
	return f.Path + "/help"
}

// indexAfterHost returns where the path of a URL begins; -1: it has none.
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

// notices are those of an answer; with the profile, those that it asks for
// (ICANN's RDAP response profile, sections 2.6.3 and 2.10).
func (t teller) notices(profile bool) []notice {
	all := []notice{t.terms(t.self)}
	if !profile {
		return all
	}
	return append(all,
		notice{
			Title: "Status Codes", Description: []string{"For more information on domain status codes, please visit https://icann.org/epp"},
			Links: []link{{Value: t.self, Rel: "glossary", Href: "https://icann.org/epp", Type: "text/html"}},
		},
		notice{
			Title: "RDDS Inaccuracy Complaint Form", Description: []string{"URL of the ICANN RDDS Inaccuracy Complaint Form: https://icann.org/wicf"},
			Links: []link{{Value: t.self, Rel: "help", Href: "https://icann.org/wicf", Type: "text/html"}},
		})
}

// help tells what can be asked (RFC 9083 section 7).
func (t teller) help() help {
	return help{top{
		Conformance: conformance(true, "paging", "sorting"), Lang: "en",
		Notices: append(t.notices(false), notice{
			Title: "What can be asked",
			Description: []string{
				"domain/NAME and nameserver/NAME, with A-labels or U-labels; entity/HANDLE for registrars (clID or IANA ID) and contacts.",
				"domains?name=, ?nsLdhName= and ?nsIp=; nameservers?name= and ?ip=. A name may have one asterisk at the end of a label, after at least three characters.",
				"Searches come in pages of 50, sorted by name; cursor leads on, and count=true counts.",
			},
			Links: []link{t.link("self", t.base+"/help", mediaType)},
		}),
	}}
}
