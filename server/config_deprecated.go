package server

import "github.com/cadastre-registry/cadastre/config"

// renames are the old spellings of keys, which are still read. Those of a section's own
// listen key come first, since they make way for the section.
var renames = []config.Rename{
	{Old: "environments.*.http", New: "environments.*.http.listen"},
	{Old: "environments.*.epp", New: "environments.*.epp.listen"},
	{Old: "environments.*.whois", New: "environments.*.whois.listen"},
	{Old: "environments.*.dns", New: "environments.*.dns.listen"},
	{Old: "environments.*.forward", New: "environments.*.forward.listen"},
	{Old: "environments.*.metrics", New: "environments.*.metrics.listen", List: true},

	{Old: "environments.*.proxies", New: "environments.*.http.proxies"},
	{Old: "environments.*.forwarded", New: "environments.*.http.forwarded"},
	{Old: "environments.*.hosts", New: "environments.*.http.hosts"},
	{Old: "environments.*.clock", New: "environments.*.scheduler.clock"},

	{Old: "environments.*.epp_sessions", New: "environments.*.epp.sessions"},
	{Old: "environments.*.epp_idle", New: "environments.*.epp.idle"},
	{Old: "environments.*.epp_lasts", New: "environments.*.epp.max_age"},
	{Old: "environments.*.epp_hosts", New: "environments.*.epp.hosts"},
	{Old: "environments.*.epp_estonian", New: "environments.*.epp.eis"},

	{Old: "environments.*.rdap_url", New: "environments.*.rdap.url"},
	{Old: "environments.*.rdap_rate", New: "environments.*.rdap.rate"},
	{Old: "environments.*.whois_name", New: "environments.*.rdap.port43"},
	{Old: "environments.*.whois_rate", New: "environments.*.whois.rate"},

	{Old: "environments.*.name_servers", New: "environments.*.dns.name_servers"},
	{Old: "environments.*.dns_contact", New: "environments.*.dns.contact"},
	{Old: "environments.*.dns_limit", New: "environments.*.dns.limit"},
	{Old: "environments.*.secondaries", New: "environments.*.dns.secondaries"},
	{Old: "environments.*.copiers", New: "environments.*.dns.allow_transfer"},
	{Old: "environments.*.catalog", New: "environments.*.dns.catalog"},

	{Old: "environments.*.forward_tls", New: "environments.*.forward.listen_tls"},
	{Old: "environments.*.forward_addresses", New: "environments.*.forward.addresses"},
	{Old: "environments.*.certificates", New: "environments.*.forward.certificates"},

	{Old: "environments.*.billing.least", New: "environments.*.billing.min_invoice"},
	{Old: "environments.*.dialects.*.called", New: "environments.*.dialects.*.scope_host"},
	{Old: "environments.*.dialects.*.registrar"}, // users have their registrar in the store
}
