package repp

import (
	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// message returns the text of a result code: that of EPP, unless the original has
// another one.
func message(code registry.Code) string {
	switch code {
	case codeAddressDiscarded:
		return "Command completed successfully; Postal address data discarded"
	case registry.ErrNameTaken.Code:
		return "Object already exists"
	}
	return eppxml.Code(code).Message()
}

// refusals maps the faults that any call can return; faults that are not here get
// defaultRefusal. Codes are the faults' own unless the original has another one
// (docs/contracts/ee.md sections 1.1 and 2.1 to 2.9).
var refusals = map[string]rest.Refusal{
	"login":            refusal(401, 2202, "Invalid authorization information"),
	"token-absent":     refusal(401, 2202, "Invalid authorization information"),
	"token-unknown":    refusal(401, 2202, "Invalid authorization information"),
	"token-expired":    refusal(401, 2202, "Invalid authorization information"),
	"token-retired":    refusal(401, 2202, "Invalid authorization information"),
	"scope":            refusal(401, 2201, "Authorization error"),
	"user-absent":      refusal(401, 2202, "Invalid authorization information"),
	"registrar-absent": refusal(401, 2202, "Invalid authorization information"),
	"suspended":        refusal(401, 2202, "Invalid authorization information"),
	"address":          refusal(401, 2202, "Access denied from IP {value}"),
	"role":             refusal(401, 2201, "Authorization error"),

	"name-absent":    refusal(404, 2303, "Object does not exist"),
	"not-yours":      refusal(404, 2303, "Object does not exist"),
	"contact-absent": refusal(404, 2303, "Object does not exist"),

	"unreadable": refusal(400, 2001, "Command syntax error"),
	"missing":    refusal(400, 2003, "Required parameter missing: {field}"),
	"type":       refusal(400, 2005, "{field} must be a value of type {value}"),

	"busy":      refusal(400, 2502, "Session limit exceeded; server closing connection"),
	"busy:rate": refusal(400, 2502, "Session limit exceeded. Current limit is {value}"),

	"name-syntax":          refusal(400, 2005, "Domain name is invalid [name_dirty]"),
	"name-syntax:hostname": refusal(400, 2005, "Hostname is invalid [hostname]"),
	"missing:hostname":     refusal(400, 2003, "param is missing or the value is empty: hostname"),
	"name-taken":           refusal(400, 2302, "Domain name already exists [name_dirty]"),
	"low-deposit":          refusal(400, 2104, "Billing failure - credit balance low"),
	"low-balance":          refusal(400, 2104, "Billing failure - credit balance low"),
	"no-price":             refusal(400, 2104, "Active price missing for this operation!"),
	"term-policy":          refusal(400, 2104, "Active price missing for this operation!"),
	"expiry-date":          refusal(400, 2306, "Given and current expire dates do not match"),
	"own-already":          refusal(400, 2002, "Domain already belongs to the querying registrar"),
	"linked":               refusal(400, 2305, "Object association prohibits operation [domains]"),

	"contact-absent:registrant": refusal(400, 2303, "Registrant not found"),
	"contact-absent:admin":      refusal(400, 2303, "Contact was not found"),
	"contact-absent:tech":       refusal(400, 2303, "Contact was not found"),
	"syntax:ipv4":               refusal(400, 2005, "IPv4 is invalid [ipv4]"),
	"syntax:ipv6":               refusal(400, 2005, "IPv6 is invalid [ipv6]"),
	"syntax:addr":               refusal(400, 2005, "IP address is invalid: {value}"),
	"type:limit":                refusal(400, 2005, "limit does not have a valid value"),
	"type:offset":               refusal(400, 2005, "offset does not have a valid value"),
	"range:limit":               refusal(400, 2004, "limit does not have a valid value: {value}"),
	"range:offset":              refusal(400, 2004, "offset does not have a valid value: {value}"),
	"contact-twice":             refusal(400, 2306, "Contacts are invalid"),
	"contact-required:admin":    refusal(400, 2306, "Admin contact is required"),
	"contact-fixed:ident":       refusal(400, 2308, "Ident update is not allowed. Consider creating new contact object"),

	"internal": refusal(500, 2400, "Command failed"),
}

// defaultRefusal returns the message of the fault's code, followed by its text
// and field.
func defaultRefusal(f *registry.Fault) rest.Refusal {
	text := message(f.Code)
	switch f.Code {
	case 2202, 2304, 2305: // clients compare these
	default:
		text += ": " + f.Text
		if f.Field != "" {
			text += " [{field}]"
		}
	}
	return refusal(400, int(f.Code), text)
}

func refusal(status, code int, text string) rest.Refusal {
	return rest.Refusal{Status: status, Code: code, Text: text}
}
