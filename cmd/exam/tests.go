package main

import (
	"regexp"
	"strings"
)

// goTests are the Go tests whose judges are programs of others: a row for each test.
var goTests = judge{name: "go test", rows: (*exam).goTestRows}

// testJudges names the judges of Go tests and the Debian packages that have them; the
// stories of EPP alone have one.
var testJudges = map[string]struct{ name, what, pkg string }{
	"TestStories":                            {"xmllint", "frames of the stories of EPP against the schemas", "libxml2-utils"},
	"TestNetEPPClient":                       {"Net::EPP", "a whole session, updates included", "libnet-epp-perl"},
	"TestOpenRDAPClient":                     {"openrdap", "domains, name servers, entities, errors", ""},
	"TestDebiansWhois":                       {"whois", "Debian's client", "whois"},
	"TestOtherServersAcceptTheZones":         {"named-checkzone, ldns", "zones as text", "bind9-utils"},
	"TestOtherServersAcceptTransferredZones": {"named-checkzone, ldns", "zones by AXFR", "bind9-utils"},
	"TestNSDFollows":                         {"NSD", "secondary: NOTIFY, AXFR, IXFR, TSIG", "nsd"},
	"TestKnotFollows":                        {"Knot DNS", "secondary: NOTIFY, IXFR, catalog zone", "knot"},
	"TestAHostedZoneIsTheSameAtNSD":          {"NSD", "a hosted zone with all its types, compared", "nsd"},
	"TestAcceptanceOfAGenericTLD":            {"ICANN RST v2, EPP", "vectors of the registry system test, in own words", ""},
	"TestEveryAnswerUnderTheProfileSaysSo":   {"ICANN RDAP profile", "rdapConformance of every response", ""},
	"TestRegistrarsUnderTheProfile":          {"ICANN RDAP profile", "registrars", ""},
	"TestUpdatesAreThoseOfBIND":              {"BIND", "random updates, compared", "bind9"},
	"TestNsupdateChangesAHostedZone":         {"nsupdate", "RFC 2136 updates with TSIG", "bind9-dnsutils"},
}

var (
	testResult = regexp.MustCompile(`(?m)^--- (PASS|FAIL|SKIP): (Test\w+) \(`)
)

// goTestRows runs the tests without CI, so that those without their program are skipped
// instead of failing.
func (x *exam) goTestRows() []row {
	var rows []row
	for _, pkg := range x.packages {
		out, err := x.runIn("", []string{"CI="}, "go", "test", "-vet=off", "-count=1", "-v", "-run", x.tests, pkg)
		found := testResult.FindAllStringSubmatch(out, -1)
		if len(found) == 0 {
			text := "no test matches"
			if err != nil {
				text = err.Error()
			}
			rows = append(rows, row{judge: "go test", what: pkg, result: failed, text: text})
		}
		for _, m := range found {
			rows = append(rows, x.testRow(pkg, m[1], m[2], out))
		}
	}
	return rows
}

// testRow returns the row of one test.
func (x *exam) testRow(pkg, outcome, test, out string) row {
	r := row{judge: "go test", what: strings.TrimPrefix(pkg, "./") + " " + test}
	if known, ok := testJudges[test]; ok && (test != "TestStories" || pkg == "./frontend/epp") {
		r.judge, r.what = known.name, known.what
		if known.pkg != "" {
			r.version = x.versionOf(judge{version: packageVersion(known.pkg)})
		}
	}
	switch outcome {
	case "PASS":
		r.result, r.text = passed, test
	case "SKIP":
		r.result, r.text = notRun, test+" was skipped: a program is not installed"
	default:
		r.result, r.text = failed, test+" of "+pkg
	}
	return r
}
