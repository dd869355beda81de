package registrant

import (
	"net/http"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// The original's errors have four shapes; the route determines which one is used.

// listed is the most common one: {"errors":[{"base":["Not authorized"]}]}.
type listed struct {
	Errors []map[string][]string `json:"errors"`
}

// lone is the manual's error for an unknown domain:
// {"errors":["Domain not found"]}.
type lone struct {
	Errors []string `json:"errors"`
}

// keyed is the error of a change: {"errors":{"phone":["Phone nr is invalid"]}}.
type keyed struct {
	Errors map[string][]string `json:"errors"`
}

// plain is the error of a confirmation: {"error":"Domain not found"}.
type plain struct {
	Error string `json:"error"`
}

// nothing is an empty body.
type nothing struct{}

func errorBody(c *rest.Call, r rest.Refusal, f *registry.Fault) any {
	pattern := ""
	if c.Route != nil {
		pattern = c.Route.Pattern
	}
	key := "base"
	if k := fieldNames[f.Field]; k != "" && slices.Contains(fieldReasons, f.Reason) {
		key = k
	}
	switch {
	case strings.Contains(pattern, "/confirms/"):
		return plain{r.Text}
	case f.Reason == registry.ErrNoName.Reason && (c.Request == nil || edition(c) == Edition2018):
		return lone{[]string{r.Text}}
	case strings.HasPrefix(pattern, http.MethodPatch) && r.Status == http.StatusBadRequest:
		return keyed{map[string][]string{key: {r.Text}}}
	}
	return listed{[]map[string][]string{{key: {r.Text}}}}
}

// fieldReasons lists the reasons of faults that are reported under the name of a
// member instead of "base".
var fieldReasons = []string{"missing", "syntax", "range", "type", "unsupported"}

// fieldNames maps the fields of faults to members of requests.
var fieldNames = map[string]string{
	"ident": "ident", "first_name": "first_name", "last_name": "last_name", "ident_country_code": "country_code",
	"limit": "limit", "offset": "offset",
	"name": "name", "email": "email", "voice": "phone", "fax": "fax", "disclosed_attributes": "disclosed_attributes",
	"street": "address", "city": "address", "sp": "address", "pc": "address", "cc": "address", "address": "address",
}

// refusals maps the faults that this dialect's routes can return.
var refusals = map[string]rest.Refusal{
	"token-absent":  unauthorized,
	"token-unknown": unauthorized,
	"token-expired": unauthorized,
	"token-retired": unauthorized,
	"login":         unauthorized,
	"address":       unauthorized,
	"suspended":     unauthorized,
	"role":          unauthorized,
	"role:tech":     {Status: http.StatusUnauthorized, Text: "Only administrative contacts can manage registry locks"},

	"name-absent":         {Status: http.StatusNotFound, Text: "Domain not found"},
	"name-syntax":         {Status: http.StatusNotFound, Text: "Domain not found"},
	"tld-unknown":         {Status: http.StatusNotFound, Text: "Domain not found"},
	"contact-absent":      {Status: http.StatusNotFound, Text: "Contact not found"},
	"confirmation-absent": {Status: http.StatusUnauthorized, Text: "Application expired or not found"},

	"locked":     {Status: http.StatusUnprocessableEntity, Text: "Domain cannot be locked"},
	"not-locked": {Status: http.StatusUnprocessableEntity, Text: "Domain is not locked"},

	"range:limit":  {Status: http.StatusBadRequest, Text: "parameter is out of range"},
	"range:offset": {Status: http.StatusBadRequest, Text: "parameter is out of range"},

	"missing:ident":             {Status: http.StatusUnprocessableEntity, Text: "parameter is required"},
	"missing:first_name":        {Status: http.StatusUnprocessableEntity, Text: "parameter is required"},
	"missing:last_name":         {Status: http.StatusUnprocessableEntity, Text: "parameter is required"},
	"syntax:ident":              {Status: http.StatusUnprocessableEntity, Text: "is invalid"},
	"range:ident":               {Status: http.StatusUnprocessableEntity, Text: "is too long"},
	"range:first_name":          {Status: http.StatusUnprocessableEntity, Text: "is too long"},
	"range:last_name":           {Status: http.StatusUnprocessableEntity, Text: "is too long"},
	"syntax:ident_country_code": {Status: http.StatusUnprocessableEntity, Text: "is invalid"},

	"syntax:name":                      {Status: http.StatusBadRequest, Text: "Name is invalid"},
	"range:name":                       {Status: http.StatusBadRequest, Text: "Name is too long"},
	"missing:name":                     {Status: http.StatusBadRequest, Text: "Name is missing"},
	"syntax:voice":                     {Status: http.StatusBadRequest, Text: "Phone nr is invalid"},
	"missing:voice":                    {Status: http.StatusBadRequest, Text: "Phone nr is missing"},
	"syntax:email":                     {Status: http.StatusBadRequest, Text: "Email is invalid"},
	"range:email":                      {Status: http.StatusBadRequest, Text: "Email is too long"},
	"missing:email":                    {Status: http.StatusBadRequest, Text: "Email is missing"},
	"unsupported:fax":                  {Status: http.StatusBadRequest, Text: "Fax numbers are not kept here"},
	"unsupported:disclosed_attributes": {Status: http.StatusBadRequest, Text: "A company's data is public and cannot be concealed"},
	"syntax:disclosed_attributes":      {Status: http.StatusBadRequest, Text: "Only name, email, phone and address can be disclosed"},

	"unreadable": {Status: http.StatusBadRequest, Text: "The request cannot be read"},
	"busy":       {Status: http.StatusTooManyRequests, Text: "Too many requests; try again later"},
	"internal":   {Status: http.StatusInternalServerError, Text: "Internal error"},
}

// unauthorized is the refusal of every caller who is not authenticated. It gives
// no reason.
var unauthorized = rest.Refusal{Status: http.StatusUnauthorized, Text: "Not authorized"}

// defaultRefusal returns the refusal of a fault that is not in refusals: its text,
// capitalized.
func defaultRefusal(f *registry.Fault) rest.Refusal {
	return rest.Refusal{Status: http.StatusBadRequest, Text: ee.Capitalize(f.Text)}
}

// noRoute responds to an unknown path or a method that the path does not allow.
func noRoute(c *rest.Call, allowed []string) (int, any) {
	switch {
	case strings.HasPrefix(c.Request.URL.Path, c.Dialect.Prefix+"/confirms/"): // for example another decision than confirmed or rejected
		return http.StatusNotFound, nothing{}
	case len(allowed) > 0:
		return http.StatusMethodNotAllowed, listed{[]map[string][]string{{"base": {"Method not allowed"}}}}
	}
	return http.StatusNotFound, listed{[]map[string][]string{{"base": {"Not found"}}}}
}

func write(c *rest.Call, status int, body any) {
	if body == (nothing{}) {
		c.WriteHeader(status)
		return
	}
	rest.WriteJSON(c, status, body)
}
