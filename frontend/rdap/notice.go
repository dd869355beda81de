package rdap

// top returns the members of the outermost object of a response, with more in
// rdapConformance.
func (enc encoder) top(more ...string) top {
	return top{Conformance: enc.conformance(more...), Lang: "en", Notices: enc.notices()}
}

// conformance returns the rdapConformance of a response (RFC 9083 section 4.1):
// ICANN's profile too if the response follows it, and more.
func (enc encoder) conformance(more ...string) []string {
	all := []string{"rdap_level_0", "redacted"}
	if enc.profile {
		all = append(all, "icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1")
	}
	return append(all, more...)
}

// terms returns the notice with the terms of use.
func (enc encoder) terms() notice {
	return notice{
		Title: "Terms of Use",
		Description: []string{
			"This service tells what the registry's database has by now. Use it to find out about names and whom they belong to, not to send unasked mail or to copy the database.",
		},
		Links: []link{enc.link("terms-of-service", enc.base+"/help", mediaType)},
	}
}

// notices returns the notices of a response, and those that ICANN's RDAP response
// profile requires (sections 2.6.3 and 2.10) if the response follows it.
func (enc encoder) notices() []notice {
	all := []notice{enc.terms()}
	if !enc.profile {
		return all
	}
	return append(all,
		notice{
			Title: "Status Codes", Description: []string{"For more information on domain status codes, please visit https://icann.org/epp"},
			Links: []link{enc.link("glossary", "https://icann.org/epp", "text/html")},
		},
		notice{
			Title: "RDDS Inaccuracy Complaint Form", Description: []string{"URL of the ICANN RDDS Inaccuracy Complaint Form: https://icann.org/wicf"},
			Links: []link{enc.link("help", "https://icann.org/wicf", "text/html")},
		})
}

// help encodes the response to a help query (RFC 9083 section 7).
func (enc encoder) help() help {
	o := help{top: enc.top("paging", "sorting")}
	if len(enc.ReverseSearch) > 0 {
		o.Conformance = append(o.Conformance, "reverse_search")
		for _, p := range reverseProperties {
			o.Reverse = append(o.Reverse, reverseSearch{"domains", "entity", p.name})
		}
	}
	o.Notices = append([]notice{enc.terms()}, notice{
		Title: "What can be asked",
		Description: []string{
			"domain/NAME and nameserver/NAME, with A-labels or U-labels; entity/HANDLE for registrars (clID or IANA ID) and contacts.",
			"domains?name=, ?nsLdhName= and ?nsIp=; nameservers?name= and ?ip=. A name may have one asterisk at the end of a label, after at least three characters.",
			"Searches come in pages of 50, sorted by name; cursor leads on, and count=true counts.",
		},
		Links: []link{enc.link("self", enc.base+"/help", mediaType)},
	})
	return o
}
