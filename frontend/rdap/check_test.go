package rdap_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// checkAnswer fails the test unless a response conforms to RFC 9083: it has the
// required members and no unknown ones.
func checkAnswer(t testing.TB, path string, status int, body []byte) {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(body, &o); err != nil {
		t.Errorf("%s: not JSON: %v\n%s", path, err, body)
		return
	}
	c := &checker{}
	c.top(o, status)
	if len(c.wrong) > 0 {
		t.Errorf("%s does not conform to RFC 9083:\n%s\n%s", path, strings.Join(c.wrong, "\n"), body)
	}
}

// checker collects errors with their positions.
type checker struct{ wrong []string }

func (c *checker) bad(at, format string, args ...any) {
	c.wrong = append(c.wrong, at+": "+fmt.Sprintf(format, args...))
}

// members lists the members of each object class (RFC 9083 section 5); those under
// "" are common.
var members = map[string][]string{
	"":           {"objectClassName", "handle", "status", "events", "entities", "remarks", "links", "port43", "lang", "redacted"},
	"domain":     {"ldhName", "unicodeName", "nameservers", "secureDNS", "publicIds", "variants"},
	"nameserver": {"ldhName", "unicodeName", "ipAddresses"},
	"entity":     {"vcardArray", "roles", "publicIds", "asEventActor"},
}

var outermost = []string{"rdapConformance", "notices", "lang"}

func (c *checker) top(o map[string]any, status int) {
	conformance := c.texts("rdapConformance", o["rdapConformance"])
	if !slices.Contains(conformance, "rdap_level_0") {
		c.bad("rdapConformance", "no rdap_level_0")
	}
	c.notices("notices", o["notices"])
	rest := map[string]any{}
	for k, v := range o {
		if !slices.Contains(outermost, k) {
			rest[k] = v
		}
	}
	delete(rest, "reverse_search_properties")
	switch {
	case status >= 400:
		if code, _ := o["errorCode"].(float64); int(code) != status || c.text("title", o["title"]) == "" || len(c.texts("description", o["description"])) == 0 {
			c.bad("error", "errorCode, title or description")
		}
	case o["domainSearchResults"] != nil || o["nameserverSearchResults"] != nil:
		if !slices.Contains(conformance, "paging") || !slices.Contains(conformance, "sorting") {
			c.bad("rdapConformance", "a search without paging and sorting")
		}
		for _, kind := range []string{"domain", "nameserver"} {
			for i, one := range c.list(kind+"SearchResults", o[kind+"SearchResults"]) {
				c.object(fmt.Sprintf("%s[%d]", kind, i), one, kind)
			}
		}
	case o["objectClassName"] != nil:
		c.object("", rest, "")
	case len(rest) != 0:
		c.bad("help", "%v", rest)
	}
	if o["redacted"] != nil && !slices.Contains(conformance, "redacted") {
		c.bad("rdapConformance", "redacted is not in it")
	}
}

// object checks an object whose class is want, or any class if want is "".
func (c *checker) object(at string, v any, want string) {
	o, ok := v.(map[string]any)
	if !ok {
		c.bad(at, "not an object")
		return
	}
	class := c.text(at+".objectClassName", o["objectClassName"])
	if members[class] == nil || class == "" || want != "" && class != want {
		c.bad(at, "objectClassName %q", class)
	}
	for k := range o {
		if !slices.Contains(members[""], k) && !slices.Contains(members[class], k) {
			c.bad(at, "a %s has no member %s", class, k)
		}
	}
	if class != "entity" {
		if ldh := c.text(at+".ldhName", o["ldhName"]); ldh == "" || strings.ToLower(ldh) != ldh || strings.Trim(ldh, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
			c.bad(at, "ldhName %q", ldh)
		}
	}
	for _, s := range c.texts(at+".status", o["status"]) {
		if !slices.Contains(rdapStatuses, s) {
			c.bad(at, "status %q is not registered", s)
		}
	}
	for i, e := range c.list(at+".events", o["events"]) {
		c.event(fmt.Sprintf("%s.events[%d]", at, i), e)
	}
	c.links(at, o["links"])
	c.notices(at+".remarks", o["remarks"])
	for i, ns := range c.list(at+".nameservers", o["nameservers"]) {
		c.object(fmt.Sprintf("%s.nameservers[%d]", at, i), ns, "nameserver")
	}
	for i, e := range c.list(at+".entities", o["entities"]) {
		c.object(fmt.Sprintf("%s.entities[%d]", at, i), e, "entity")
	}
	for i, r := range c.list(at+".redacted", o["redacted"]) {
		c.redaction(fmt.Sprintf("%s.redacted[%d]", at, i), r)
	}
	if class == "entity" {
		c.jcard(at, o["vcardArray"])
		for _, r := range c.texts(at+".roles", o["roles"]) {
			if !slices.Contains([]string{"registrant", "technical", "administrative", "abuse", "billing", "registrar"}, r) {
				c.bad(at, "role %q", r)
			}
		}
	}
	if ips, ok := o["ipAddresses"].(map[string]any); ok {
		for version, list := range ips {
			for _, text := range c.texts(at+".ipAddresses", list) {
				if a, err := netip.ParseAddr(text); err != nil || a.Is4() != (version == "v4") {
					c.bad(at, "%s address %q", version, text)
				}
			}
		}
	}
	if s, ok := o["secureDNS"].(map[string]any); ok {
		if _, ok := s["delegationSigned"].(bool); !ok {
			c.bad(at, "delegationSigned")
		}
	}
}

func (c *checker) event(at string, v any) {
	e, _ := v.(map[string]any)
	if _, err := time.Parse(time.RFC3339, c.text(at, e["eventDate"])); err != nil {
		c.bad(at, "eventDate: %v", err)
	}
	if action := c.text(at, e["eventAction"]); !slices.Contains([]string{"registration", "expiration", "last changed", "transfer", "last update of RDAP database"}, action) {
		c.bad(at, "eventAction %q", action)
	}
}

func (c *checker) links(at string, v any) {
	for i, l := range c.list(at+".links", v) {
		l, _ := l.(map[string]any)
		for _, member := range []string{"value", "href"} {
			if u, err := url.Parse(c.text(at, l[member])); err != nil || !u.IsAbs() {
				c.bad(fmt.Sprintf("%s.links[%d]", at, i), "%s %v", member, l[member])
			}
		}
		if c.text(at, l["rel"]) == "" {
			c.bad(at, "a link has no rel")
		}
	}
}

func (c *checker) notices(at string, v any) {
	for _, n := range c.list(at, v) {
		n, _ := n.(map[string]any)
		if len(c.texts(at, n["description"])) == 0 {
			c.bad(at, "a notice has no description")
		}
		c.links(at, n["links"])
	}
}

// jcard checks a value against RFC 7095: "vcard", and properties of at least four
// parts with lower-case names, of which version is the first, and exactly one fn
// and kind.
func (c *checker) jcard(at string, v any) {
	card := c.list(at+".vcardArray", v)
	if len(card) != 2 || card[0] != "vcard" {
		c.bad(at, "vcardArray %v", v)
		return
	}
	count := map[string]int{}
	for i, p := range c.list(at, card[1]) {
		p := c.list(at, p)
		if len(p) < 4 {
			c.bad(at, "property %v", p)
			continue
		}
		name := c.text(at, p[0])
		_, params := p[1].(map[string]any)
		if count[name]++; !params || name != strings.ToLower(name) || i == 0 && (name != "version" || p[3] != "4.0") {
			c.bad(at, "property %v", p)
		}
		if parts, ok := p[3].([]any); name == "adr" && (!ok || len(parts) != 7) {
			c.bad(at, "adr %v", p[3])
		}
	}
	if count["fn"] != 1 || count["kind"] != 1 || count["version"] != 1 {
		c.bad(at, "properties %v", count)
	}
}

// redaction checks a value against RFC 9537 section 4.2.
func (c *checker) redaction(at string, v any) {
	r, _ := v.(map[string]any)
	name, _ := r["name"].(map[string]any)
	if _, typed := name["type"]; typed == (name["description"] != nil) {
		c.bad(at, "name is %v", name)
	}
	pre, post := c.text(at, r["prePath"]) != "", c.text(at, r["postPath"]) != ""
	switch method := c.text(at, r["method"]); {
	case method == "removal" && pre && !post, method == "emptyValue" && post && !pre, method == "replacementValue" && (pre || post):
	default:
		c.bad(at, "method %q with prePath %t and postPath %t", method, pre, post)
	}
}

func (c *checker) text(at string, v any) string {
	s, ok := v.(string)
	if v != nil && !ok {
		c.bad(at, "%v is not a string", v)
	}
	return s
}

func (c *checker) list(at string, v any) []any {
	l, ok := v.([]any)
	if v != nil && !ok {
		c.bad(at, "%v is not an array", v)
	}
	return l
}

func (c *checker) texts(at string, v any) (all []string) {
	for _, one := range c.list(at, v) {
		all = append(all, c.text(at, one))
	}
	return all
}

// rdapStatuses lists the statuses in IANA's registry that apply to a domain name
// registry.
var rdapStatuses = []string{
	"active", "inactive", "associated", "locked", "validated", "removed", "obscured", "private", "proxy", "renew prohibited",
	"update prohibited", "transfer prohibited", "delete prohibited", "pending create", "pending renew", "pending transfer", "pending update",
	"pending delete", "add period", "auto renew period", "client delete prohibited", "client hold", "client renew prohibited",
	"client transfer prohibited", "client update prohibited", "pending restore", "redemption period", "renew period", "server delete prohibited",
	"server renew prohibited", "server transfer prohibited", "server update prohibited", "server hold", "transfer period",
}
