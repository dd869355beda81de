package whois_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A parserKey is a value that python-whois 0.9.6 or asyncwhois 1.1 looks for in the
// answers of a TLD: the expression with which it does, and all values that it must find.
type parserKey struct {
	key, expression string
	want            []string
}

// parserKeys are the keys of both parsers, by a query whose answer has all of them.
var parserKeys = map[string][]parserKey{
	"person.fr": {
		{"domain_name", `(?m)^domain: *(.+)$`, []string{"person.fr"}},
		{"registrar", `(?m)^registrar: *(.+)$`, []string{"Best Names", "Best Names", "Best Names", "Best Names"}},
		{"creation_date", `created: *(.+)`, []string{"2026-03-01T09:27:27Z"}},
		{"expiration_date", `Expir\w+ Date:\s*(.+)`, []string{"2027-03-02T00:00:00Z"}},
		{"updated_date", `last-update: *(.+)`, []string{"2026-03-01T09:27:27Z"}},
		{"name_servers", `nserver: *(\S+)`, []string{"ns1.a.example", "ns2.b.test"}},
		{"status", `(?m)^status: *(.+)`, []string{"ACTIVE"}},
		{"emails", `e-mail: *(.+)`, []string{"abuse@best.example", "org@c.example"}},
	},
	"person.ee": {
		{"domain_name", `Domain: *\n\s*name: *(\S+)`, []string{"person.ee"}},
		{"status", `Domain: *\n\s*name: *[^\n]+\sstatus: *([^\n]+)`, []string{"ok (paid and in zone)"}},
		{"creation_date", `\sstatus: *[^\n]+\sregistered: *([^\n]+)`, []string{"2026-03-01 11:27:27 +02:00"}},
		{"updated_date", `\sregistered: *[^\n]+\schanged: *([^\n]+)`, []string{"2026-03-01 11:27:27 +02:00"}},
		{"expiration_date", `\sregistered: *[^\n]+\schanged: *[^\n]+\sexpire: *([^\n]+)`, []string{"2027-03-02"}},
		{"registrar", `Registrar: *\n\s*name: *([^\n]+)`, []string{"Best Names"}},
		{"registrar_url", `(?s)Registrar:.*?url: *([^\n]+)`, []string{"https://www.best.example"}},
		{"registrar_phone", `(?s)Registrar:.*?phone: *([^\n]+)`, []string{"+372.6000000"}},
		{"name_servers", `nserver: *(\S+)`, []string{"ns1.person.ee", "ns2.b.test"}},
	},
	"org.ee": {{"registrant_country", `country: *(.+)`, []string{"IT"}}},
	"consent.it": {
		{"domain_name", `Domain: *(.+)`, []string{"consent.it"}},
		{"creation_date", `(?m)^Created: *(.+)`, []string{"2026-03-01 09:27:27"}},
		{"updated_date", `(?m)^Last Update: *(.+)`, []string{"2026-03-01 09:27:27"}},
		{"expiration_date", `(?m)^Expire Date: *(.+)`, []string{"2027-03-01"}},
		{"status", `Status: *(.+)`, []string{"ok"}},
		{"name_servers", `Nameservers\s((?:.+\n)*)`, []string{"  ns1.person.ee\n  ns2.b.test\n"}},
		{"registrant_address", `(?s)Registrant.*?Address: *([^\n]+)`, []string{"Via Esempio 1"}},
		{"admin_name", `(?s)Admin Contact.*?Name: *([^\n]+)`, []string{"Carla Consente"}},
		{"tech_name", `(?s)Technical Contacts.*?Name: *([^\n]+)`, []string{"Carla Consente"}},
		{"registrar", `(?s)Registrar\n.*?Organization: *([^\n]+)`, []string{"Best Names"}},
		{"registrar_name", `(?s)Registrar\n.*?Name: *([^\n]+)`, []string{"best"}},
		{"registrar_url", `(?s)Registrar\n.*?Web: *([^\n]+)`, []string{"https://www.best.example"}},
	},
	"person.example": genericKeys("person.example", "signedDelegation", "ok", "addPeriod"),
	"shielded.tk":    genericKeys("shielded.tk", "unsigned", "ok"),
}

// genericKeys are the keys of the layout of 2013, which both parsers expect of a TLD
// without a layout of its own.
func genericKeys(name, dnssec string, statuses ...string) []parserKey {
	var urls []string
	for _, s := range statuses {
		urls = append(urls, s+" https://icann.org/epp#"+s)
	}
	return []parserKey{
		{"domain_name", `Domain Name: *(.+)`, []string{name}},
		{"registrar", `Registrar: *(.+)`, []string{"Best Names"}},
		{"registrar_iana", `Registrar IANA ID: *(.+)`, []string{"9995"}},
		{"registrar_url", `Registrar URL: *(.+)`, []string{"https://www.best.example"}},
		{"registrar_email", `Registrar Abuse Contact Email: *(.+)`, []string{"abuse@best.example"}},
		{"registrar_phone", `Registrar Abuse Contact Phone: *(.+)`, []string{"+372.6000000"}},
		{"creation_date", `Creation Date: *(.+)`, []string{"2026-03-01T09:27:27Z"}},
		{"expiration_date", `Expir\w+ Date: *(.+)`, []string{"2027-03-01T09:27:27Z"}},
		{"status", `Status: *(.+)`, urls},
		{"name_servers", `Name Server: *(.+)`, []string{"ns1.a.example", "ns2.b.test"}},
		{"dnssec", `DNSSEC: *(\S+)`, []string{dnssec}},
	}
}

// TestParsersFindTheirKeys checks the layouts with the expressions of the usual parsers.
func TestParsersFindTheirKeys(t *testing.T) {
	s := startSQLite(t, nil)
	for query, keys := range parserKeys {
		answer := strings.ReplaceAll(s.send(query+"\r\n"), "\r\n", "\n")
		for _, k := range keys {
			var got []string
			for _, m := range regexp.MustCompile(k.expression).FindAllStringSubmatch(answer, -1) {
				got = append(got, m[1])
			}
			if !slices.Equal(got, k.want) {
				t.Errorf("%s: %s is %q, want %q\n%s", query, k.key, got, k.want, answer)
			}
		}
	}
	for query, want := range map[string]string{ // what the parsers take for "not registered"
		"nothing.fr": "NOT FOUND", "nothing.ee": "Domain not found", "nothing.it": "Status:             AVAILABLE", "nothing.example": "No match for", "nothing.tk": "No match for",
	} {
		if got := s.send(query + "\r\n"); !strings.Contains(got, want) {
			t.Errorf("%s: %s", query, got)
		}
	}
}

// A grammarLine is a line of ICANN's grammar of WHOIS answers of 2013.
type grammarLine struct{ key, quantifier, value string }

const (
	any1    = `[^ ].*`
	date    = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`
	phone   = `\+\d{1,3}\.\d{1,14}|REDACTED FOR PRIVACY`
	roid    = `\w{1,80}-\w{1,8}|REDACTED FOR PRIVACY`
	country = `[A-Z]{2}|REDACTED FOR PRIVACY`
	email   = `[^ @]+@[^ @]+|Please query the RDDS service of the Registrar of Record identified in this output for information on how to contact the Registrant, Admin, or Tech contact of the queried domain name\.`
)

// contactGrammar returns the lines of a contact.
func contactGrammar(title string) []grammarLine {
	return []grammarLine{
		{"Registry " + title + " ID", "", roid}, {title + " Name", "", any1}, {title + " Organization", "?", any1}, {title + " Street", "+", any1},
		{title + " City", "", any1}, {title + " State/Province", "?", any1}, {title + " Postal Code", "?", any1}, {title + " Country", "", country},
		{title + " Phone", "", phone}, {title + " Phone Ext", "?", any1}, {title + " Fax", "?", phone}, {title + " Fax Ext", "?", any1}, {title + " Email", "", email},
	}
}

// grammar returns the expression that a whole answer matches.
func grammar(awip bool, lines ...grammarLine) *regexp.Regexp {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(`(?:` + regexp.QuoteMeta(l.key) + `: (?:` + l.value + `)\n)` + l.quantifier)
	}
	b.WriteString(`>>> Last update of WHOIS database: ` + date + ` <<<\n\n`)
	if awip {
		b.WriteString(`For more information on Whois status codes, please visit https://icann\.org/epp\n\n`)
	}
	return regexp.MustCompile(`^` + b.String() + `(?:%.+\n)+$`)
}

// TestAnswersFollowTheGrammarOf2013 checks the generic layout with the rules of ICANN's
// own test of WHOIS: the order of lines, their values, no empty value, and the last lines.
func TestAnswersFollowTheGrammarOf2013(t *testing.T) {
	s := startSQLite(t, nil)
	head := []grammarLine{
		{"Domain Name", "", `[a-z0-9.-]+`}, {"Internationalized Domain Name", "?", any1}, {"Registry Domain ID", "", roid},
		{"Registrar WHOIS Server", "?", any1}, {"Registrar URL", "", `https?://.+`}, {"Updated Date", "?", date}, {"Creation Date", "", date}, {"Registry Expiry Date", "", date},
		{"Registrar", "", any1}, {"Registrar IANA ID", "", `[1-9]\d*`}, {"Registrar Abuse Contact Email", "", email}, {"Registrar Abuse Contact Phone", "", phone},
		{"Domain Status", "+", `(\w+) https://icann\.org/epp#\w+`},
	}
	tail := []grammarLine{
		{"Name Server", "*", `[a-z0-9.-]+`}, {"DNSSEC", "", "unsigned|signedDelegation"},
		{"URL of the ICANN Whois Inaccuracy Complaint Form", "", `https://www\.icann\.org/wicf/`},
	}
	domain := func(roles ...string) *regexp.Regexp {
		lines := slices.Clone(head)
		for _, r := range roles {
			lines = append(lines, contactGrammar(r)...)
		}
		return grammar(true, append(lines, tail...)...)
	}
	server := []grammarLine{{"Server Name", "", `[a-z0-9.-]+`}, {"IP Address", "*", `[0-9a-f.:]+`}, {"Registrar", "?", any1}, {"Registrar URL", "?", `https?://.+`}}
	registrar := []grammarLine{
		{"Registrar", "", any1}, {"Street", "+", any1}, {"City", "", any1}, {"State/Province", "?", any1}, {"Postal Code", "?", any1}, {"Country", "", country},
		{"Phone Number", "", phone}, {"Email", "", email}, {"Registrar URL", "", `https?://.+`}, {"Registrar IANA ID", "?", `[1-9]\d*`},
	}
	for query, want := range map[string]*regexp.Regexp{
		"whole.example": domain("Registrant", "Admin", "Tech"), "person.example": domain("Registrant", "Tech"), "café.example": domain("Registrant"),
		"nameserver ns1.a.example": grammar(false, server...), "nameserver (192.0.2.1)": grammar(false, server...),
		"registrar Best Names": grammar(false, registrar...), "registrar (9995)": grammar(false, registrar...),
	} {
		if answer := strings.ReplaceAll(s.send(query+"\r\n"), "\r\n", "\n"); !want.MatchString(answer) {
			t.Errorf("%s does not follow the grammar:\n%s", query, answer)
		}
	}
}
