package freenom

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

// Parameters are strings. They are checked in the order of the manual, and the first
// fault is returned.

func invalid(param, value string) error { return registry.ErrSyntax.On(param, value) }

// checkPresent returns ErrMissing for an empty value.
func checkPresent(param, value string) error {
	if value == "" {
		return registry.ErrMissing.On(param, "")
	}
	return nil
}

// checkName returns the fault of a text that is empty, not a valid name, or a name in
// other letters than ASCII's.
func checkName(param, text string) error {
	if err := checkPresent(param, text); err != nil {
		return err
	}
	n, err := name.ParseLookup(text)
	if err != nil || n.IsIDN() && strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 }) {
		return registry.ErrNameSyntax.On(param, "")
	}
	return nil
}

// checkHostname returns the fault of a text that is empty or not the name of a name
// server.
func checkHostname(param, text string) error {
	if err := checkPresent(param, text); err != nil {
		return err
	}
	_, err := registry.ParseHostname(param, text)
	return err
}

// upper returns a name in upper case, as in responses.
func upper(n name.Name) string { return strings.ToUpper(string(n)) }

// The offered periods.
var (
	paidPeriods = []string{"1Y", "2Y", "3Y", "4Y", "5Y", "9Y", "10Y"}
	freePeriods = []string{"1M", "2M", "3M", "4M", "5M", "6M", "7M", "8M", "9M", "10M", "11M", "12M"}
)

// termOf parses a period; "" is the zero Term, which means the default.
func termOf(text string) registry.Term {
	t, _ := registry.ParseTerm(strings.ToLower(text))
	return t
}

// checkPeriod returns the fault of a period that is not in offered; "" is valid.
func checkPeriod(text string, offered ...[]string) error {
	if text != "" && !slices.Contains(slices.Concat(offered...), strings.ToUpper(text)) {
		return invalid("period", text)
	}
	return nil
}

// period returns a term as in responses: "1Y".
func period(t registry.Term) string { return strings.ToUpper(t.String()) }

// The values of domaintype, which is not case-sensitive.
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
		return registry.PlanFree
	}
	return registry.PlanPaid
}

func typeOf(p registry.Plan) string {
	if p == registry.PlanFree {
		return free
	}
	return paid
}

// periodsOf returns the periods of a domaintype, or all if it is unknown.
func periodsOf(domaintype string) []string {
	switch strings.ToUpper(domaintype) {
	case paid:
		return paidPeriods
	case free:
		return freePeriods
	}
	return slices.Concat(paidPeriods, freePeriods)
}

// checkSetting returns the fault of a setting that is not "enabled", "disabled" or
// empty.
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

// settingOf returns the value of a setting, or nil if it is empty.
func settingOf(text string) *bool {
	if text == "" {
		return nil
	}
	on := strings.EqualFold(text, enabled)
	return &on
}

// The values of forward_mode; the default is cloak.
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

func newForward(url, mode string) registry.Forward {
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

// nonEmpty returns values without empty ones, because clients also send the empty
// name server fields of their form.
func nonEmpty(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
}

// checkServers returns the fault of a single name server, of name servers together
// with a forward_url, or of an invalid name. No name servers are valid.
func checkServers(servers []string, url string) error {
	switch {
	case len(servers) > 0 && url != "", len(servers) == 1:
		return registry.ErrNSCount.On("nameserver", strconv.Itoa(len(servers)))
	}
	for _, s := range servers {
		if err := checkHostname("nameserver", s); err != nil {
			return err
		}
	}
	return nil
}

// checkURL returns the fault of an invalid forwarding target; "" is valid.
func checkURL(url string) error {
	if url == "" {
		return nil
	}
	return registry.Forward{URL: url}.Check()
}

// parseCount parses a number from 1 to limit; "" is def.
func parseCount(param, text string, def, limit int) (int, error) {
	if text == "" {
		return def, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > limit || text[0] == '+' {
		return 0, registry.ErrRange.On(param, text)
	}
	return n, nil
}

// contactIDs returns a list of one contact: id, or other if id is empty.
func contactIDs(id, other string) []registry.ContactID {
	return []registry.ContactID{registry.ContactID(cmp.Or(id, other))}
}

// firstOf returns the first contact of a role, or "".
func firstOf(ids []registry.ContactID) string {
	if len(ids) == 0 {
		return ""
	}
	return string(ids[0])
}
