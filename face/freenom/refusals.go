package freenom

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A failure is the body of an error response.
type failure struct {
	Error  string `json:"error" example:"Invalid domainname"`
	Status string `json:"status" example:"error"`
}

func fail(_ *rest.Call, refusal rest.Refusal, _ *registry.Fault) any {
	return failure{refusal.Text, "error"}
}

// noFunctionText is the response to an unknown path or a wrong method.
const unknown = "No function called or function not supported"

func absent(c *rest.Call, _ []string) (int, any) {
	return cmp.Or(c.Dialect.Always, http.StatusNotFound), failure{unknown, "error"}
}

// refusals are the responses to faults. The texts about credentials are the
// original's. Faults of a parameter are "Invalid" and its name, see
// defaultRefusal. The original's texts for other faults are unknown; these are
// ours.
var refusals = map[string]rest.Refusal{
	"token-absent":     say("No anonymous access, authorization required"),
	"login":            say("Login credentials do not match any account"),
	"address":          say("Login credentials do not match any account"),
	"suspended":        say("Login credentials do not match any account"),
	"account-absent":   say("Login credentials do not match any account"),
	"registrar-absent": say("Login credentials do not match any account"),
	"role":             say("Login credentials do not match any account"),
	"busy":             say("Too many requests, please try again later"),

	"unreadable:body": say("Invalid request"),
	"authinfo":        say("Invalid authcode"),

	"name-taken":       say("Domain is not available"),
	"name-reserved":    say("Domain is not available"),
	"name-blocked":     say("Domain is not available"),
	"status":           say("Domain status does not allow this action"),
	"pending":          say("Domain status does not allow this action"),
	"renew-early":      say("Domain cannot be renewed yet"),
	"horizon":          say("Domain cannot be registered for that long"),
	"not-redeemable":   say("Domain cannot be restored"),
	"transfer-pending": say("Domain transfer is pending already"),
	"transfer-absent":  say("Domain has no pending transfer"),
	"own-already":      say("Domain is in this account already"),
	"no-price":         say("Domain action is not for sale"),

	"contact-fixed":     say(linkedContact),
	"linked:host":       say("Nameserver is in use by a domain"),
	"linked:registrant": say(linkedContact),
	"linked:admin":      say(linkedContact),
	"linked:tech":       say(linkedContact),
	"linked:billing":    say(linkedContact),

	// The data of a contact is also checked when a domain is to use it.
	"contact-data": say("Invalid owner_id"),

	"low-balance": say("Account balance is insufficient"),
	"low-deposit": say("Registration is not possible at the moment, please try again later"),
	"internal":    say("Internal error, please try again later"),
}

const linkedContact = "Contact is in use by a domain"

func say(text string) rest.Refusal { return rest.Refusal{Text: text} }

// paramNames are the parameters of this API for the fields of faults, where they
// differ.
var params = map[string]string{
	"name": "domainname", "plan": "domaintype", "ns": "nameserver", "forward": "forward_url", "authInfo": "authcode",
	"host": "hostname", "addr": "ipaddress", "contact": "contact_id", "id": "contact_id",
	"registrant": "owner_id", "admin": "admin_id", "tech": "tech_id", "billing": "billing_id",

	"org": "contact_organization", "title": "contact_title", "first": "contact_firstname", "middle": "contact_middlename",
	"last": "contact_lastname", "street": "contact_address", "city": "contact_city", "pc": "contact_zipcode", "sp": "contact_statecode",
	"cc": "contact_countrycode", "voice": "contact_phone", "fax": "contact_fax", "email": "contact_email", "postalInfo": "contact_address",
}

// defaultRefusal returns "Invalid" and the name of the parameter, as the original
// does.
func otherwise(f *registry.Fault) rest.Refusal {
	field, _, _ := strings.Cut(f.Field, ".")
	if p, ok := params[field]; ok {
		field = p
	}
	if field == "" {
		return say("Invalid request")
	}
	return say("Invalid " + field)
}
