package freenom

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A failure is the body of an error response.
type failure struct {
	Error  string `json:"error" example:"Invalid domainname"`
	Status string `json:"status" example:"error"`
}

func errorBody(_ *rest.Call, refusal rest.Refusal, _ *registry.Fault) any {
	return failure{refusal.Text, "error"}
}

// noFunctionText is the response to an unknown path or a wrong method.
const noFunctionText = "No function called or function not supported"

func noRoute(c *rest.Call, _ []string) (int, any) {
	return cmp.Or(c.Dialect.ErrorStatus, http.StatusNotFound), failure{noFunctionText, "error"}
}

// refusals are the responses to faults. The texts about credentials are the
// original's. Faults of a parameter are "Invalid" and its name, see
// defaultRefusal. The original's texts for other faults are unknown; these are
// ours.
var refusals = map[string]rest.Refusal{
	"token-absent":     newRefusal("No anonymous access, authorization required"),
	"login":            newRefusal("Login credentials do not match any account"),
	"address":          newRefusal("Login credentials do not match any account"),
	"suspended":        newRefusal("Login credentials do not match any account"),
	"account-absent":   newRefusal("Login credentials do not match any account"),
	"registrar-absent": newRefusal("Login credentials do not match any account"),
	"role":             newRefusal("Login credentials do not match any account"),
	"busy":             newRefusal("Too many requests, please try again later"),

	"unreadable:body": newRefusal("Invalid request"),
	"authinfo":        newRefusal("Invalid authcode"),

	"name-taken":       newRefusal("Domain is not available"),
	"name-reserved":    newRefusal("Domain is not available"),
	"name-blocked":     newRefusal("Domain is not available"),
	"name-protected":   newRefusal("Domain is not available"),
	"status":           newRefusal("Domain status does not allow this action"),
	"pending":          newRefusal("Domain status does not allow this action"),
	"renew-early":      newRefusal("Domain cannot be renewed yet"),
	"horizon":          newRefusal("Domain cannot be registered for that long"),
	"not-redeemable":   newRefusal("Domain cannot be restored"),
	"transfer-pending": newRefusal("Domain transfer is pending already"),
	"transfer-absent":  newRefusal("Domain has no pending transfer"),
	"own-already":      newRefusal("Domain is in this account already"),
	"no-price":         newRefusal("Domain action is not for sale"),

	"contact-fixed":     newRefusal(linkedContact),
	"linked:host":       newRefusal("Nameserver is in use by a domain"),
	"linked:registrant": newRefusal(linkedContact),
	"linked:admin":      newRefusal(linkedContact),
	"linked:tech":       newRefusal(linkedContact),
	"linked:billing":    newRefusal(linkedContact),

	// The data of a contact is also checked when a domain is to use it.
	"contact-data": newRefusal("Invalid owner_id"),

	"low-balance": newRefusal("Account balance is insufficient"),
	"low-deposit": newRefusal("Registration is not possible at the moment, please try again later"),
	"internal":    newRefusal("Internal error, please try again later"),
}

const linkedContact = "Contact is in use by a domain"

func newRefusal(text string) rest.Refusal { return rest.Refusal{Text: text} }

// paramNames are the parameters of this API for the fields of faults, where they
// differ.
var paramNames = map[string]string{
	"name": "domainname", "plan": "domaintype", "ns": "nameserver", "forward": "forward_url", "authInfo": "authcode",
	"host": "hostname", "addr": "ipaddress", "contact": "contact_id", "id": "contact_id",
	"registrant": "owner_id", "admin": "admin_id", "tech": "tech_id", "billing": "billing_id",

	"org": "contact_organization", "title": "contact_title", "first": "contact_firstname", "middle": "contact_middlename",
	"last": "contact_lastname", "street": "contact_address", "city": "contact_city", "pc": "contact_zipcode", "sp": "contact_statecode",
	"cc": "contact_countrycode", "voice": "contact_phone", "fax": "contact_fax", "email": "contact_email", "postalInfo": "contact_address",
}

// defaultRefusal returns "Invalid" and the name of the parameter, as the original
// does.
func defaultRefusal(f *registry.Fault) rest.Refusal {
	field, _, _ := strings.Cut(f.Field, ".")
	if p, ok := paramNames[field]; ok {
		field = p
	}
	if field == "" {
		return newRefusal("Invalid request")
	}
	return newRefusal("Invalid " + field)
}
