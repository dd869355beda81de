package freenom

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Parameters are texts, and are looked at in the order in which the manual
// lists them: only the first that is wrong is told.

func invalid(param, value string) error { return registry.ErrSyntax.On(param, value) }

// need is the fault of a parameter that is required and missing.
func need(param, value string) error {
	if value == "" {
		return registry.ErrMissing.On(param, "")
	}
	return nil
}

// checkName is the fault of a text that is no name, or not in ASCII.
func checkName(param, text string) error {
	if err := need(param, text); err != nil {
		return err
	}
	if _, err := name.Parse(text); err != nil || strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
		return registry.ErrNameSyntax.On(param, "")
	}
	return nil
}

// upper returns a name as the wire has it.
func upper(n name.Name) string { return strings.ToUpper(string(n)) }

// The periods that are sold, as the wire writes them.
var (
	paidPeriods = []string{"1Y", "2Y", "3Y", "4Y", "5Y", "9Y", "10Y"}
	freePeriods = []string{"1M", "2M", "3M", "4M", "5M", "6M", "7M", "8M", "9M", "10M", "11M", "12M"}
)

// termOf reads a period; the zero Term is none given, which means the usual one.
func termOf(text string) registry.Term {
	t, _ := registry.ParseTerm(strings.ToLower(text))
	return t
}

// checkPeriod is the fault of a period that is not one of offered; one that is
// not given is good.
func checkPeriod(text string, offered ...[]string) error {
	if text != "" && !slices.Contains(slices.Concat(offered...), strings.ToUpper(text)) {
		return invalid("period", text)
	}
	return nil
}

// period returns a term as the wire has it: "1Y".
func period(t registry.Term) string { return strings.ToUpper(t.String()) }

// A domaintype is PAID or FREE, in either case.
const (
	paid = "PAID"
	free = "FREE"
)

func checkType(text string) error {
	switch strings.ToUpper(text) {
	case "":
		return registry.ErrMissing.On("domaintype", "")
	case paid, free:
		return nil
	}
	return invalid("domaintype", text)
}

func planOf(domaintype string) registry.Plan {
	if strings.EqualFold(domaintype, free) {
		return registry.Free
	}
	return registry.Paid
}

func typeOf(p registry.Plan) string {
	if p == registry.Free {
		return free
	}
	return paid
}

// periodsOf returns the periods of a domaintype, or all where it is not known.
func periodsOf(domaintype string) []string {
	switch strings.ToUpper(domaintype) {
	case paid:
		return paidPeriods
	case free:
		return freePeriods
	}
	return slices.Concat(paidPeriods, freePeriods)
}

// A setting is "enabled" or "disabled".
func checkSetting(param, text string) error {
	switch strings.ToLower(text) {
	case "", enabled, disabled:
		return nil
	}
	return invalid(param, text)
}

const (
	enabled  = "enabled"
	disabled = "disabled"
)

func setting(on bool) string {
	if on {
		return enabled
	}
	return disabled
}

// settingOf returns what a setting says; nil: nothing.
func settingOf(text string) *bool {
	if text == "" {
		return nil
	}
	on := strings.EqualFold(text, enabled)
	return &on
}

// A forward_mode is "cloak", which is meant when there is none, or
// "301_redirect".
const (
	cloak    = "cloak"
	redirect = "301_redirect"
)

func checkMode(text string) error {
	switch strings.ToLower(text) {
	case "", cloak, redirect:
		return nil
	}
	return invalid("forward_mode", text)
}

func forward(url, mode string) registry.Forward {
	return registry.Forward{URL: url, Cloak: url != "" && !strings.EqualFold(mode, redirect)}
}

func modeOf(f registry.Forward) string {
	switch {
	case f.URL == "":
		return ""
	case f.Cloak:
		return cloak
	}
	return redirect
}

// given leaves out empty values: clients send the name servers that their form
// has no text for.
func given(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

// checkServers is the fault of name servers that are too few, no names, or given
// beside a forward_url.
func checkServers(servers []string, url string) error {
	switch {
	case len(servers) > 0 && url != "", len(servers) == 1:
		return registry.ErrNSCount.On("nameserver", strconv.Itoa(len(servers)))
	}
	for _, s := range servers {
		if err := checkName("nameserver", s); err != nil {
			return err
		}
	}
	return nil
}

// checkURL is the fault of a target that a name cannot forward to.
func checkURL(url string) error {
	if url == "" {
		return nil
	}
	return registry.Forward{URL: url}.Check()
}

// number reads a count from 1 to most; otherwise where it is not given.
func number(param, text string, otherwise, most int) (int, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most || text[0] == '+' {
		return 0, registry.ErrRange.On(param, text)
	}
	return n, nil
}

// ids returns id as a list, or other where it is empty.
func ids(id, other string) []registry.ContactID {
	return []registry.ContactID{registry.ContactID(cmp.Or(id, other))}
}

// firstOf returns the first contact of a role.
func firstOf(ids []registry.ContactID) string {
	if len(ids) == 0 {
		return ""
	}
	return string(ids[0])
}
