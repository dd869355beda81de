package kifdom

import (
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// The messages in the original's manual, with their grammar.
const (
	noDomain          = "This domain name doesn't exists."
	noRecord          = "This DNS record doesn't exists."
	noServers         = "None of your nameservers matching this `id` has been found."
	badServer         = "Provided `value` is not accurate for this `type` of NS record."
	badRecord         = "Provided `value` is not accurate for this `type` of DNS record."
	alreadyPreordered = "You already have preordered this domain name."
)

// refusals are the responses to faults. Where the manual shows no message, the text
// is ours.
var refusals = map[string]rest.Refusal{
	// Tokens, with the messages of the JWT library behind the original.
	"token-absent":     unauthorized("Token not provided"),
	"token-unknown":    unauthorized("Token Signature could not be verified."),
	"token-expired":    unauthorized("Token has expired"),
	"token-retired":    unauthorized("The token has been blacklisted"),
	"login":            unauthorized("User not found"),
	"address":          unauthorized("User not found"),
	"suspended":        unauthorized("User not found"),
	"user-absent":      unauthorized("User not found"),
	"account-absent":   unauthorized("User not found"),
	"registrar-absent": unauthorized("User not found"),

	// The request.
	"unreadable":       badRequest("The request body should be a JSON object in UTF-8."),
	"unreadable:body":  badRequest("The request body is too long."),
	"unreadable:name":  badRequest(noDomain),
	"missing":          badRequest("The `{field}` parameter is required."),
	"type:ns":          badRequest("The `ns` parameter should be an array of strings."),
	"syntax":           badRequest("The `{field}` parameter is not valid."),
	"range":            badRequest("The `{field}` parameter is out of range."),
	"range:renewable":  badRequest("The `renewable` parameter should be 0 or 1."),
	"range:renew":      badRequest("The `renew` parameter should be 0 or 1."),
	"range:label":      badRequest("The `label` parameter should have at most 255 bytes."),
	"range:ttl":        badRequest("The `ttl` parameter should be between 0 and 2147483647."),
	"range:priority":   badRequest("The `priority` parameter should be between 0 and 65535."),
	"unsupported":      badRequest("This is not supported for this domain name."),
	"name-syntax":      badRequest("The `name` parameter is not a valid domain name."),
	"name-syntax:ns":   badRequest(badServer),
	"name-length":      badRequest("This domain name is too short or too long for its extension."),
	"name-letters":     badRequest("This domain name has characters that its extension doesn't accept."),
	"name-blocked":     badRequest("This domain name can't be registered."),
	"name-reserved":    badRequest("This domain name is reserved."),
	"name-protected":   badRequest("This domain name is reserved: name servers or services are below it."),
	"tld-unknown":      badRequest("This extension is not supported."),
	"term-policy":      badRequest("This extension is not supported."),
	"no-price":         badRequest("This extension is not supported."),
	"status-client":    badRequest("The status of this domain name doesn't allow this."),
	"status":           badRequest("The status of this domain name doesn't allow this."),
	"pending":          badRequest("A previous update of this domain name is still pending."),
	"transfer-pending": badRequest("A transfer of this domain name is pending."),

	// Names, their servers, their contact.
	"name-taken":    badRequest("This domain name is already registered."),
	"name-absent":   badRequest(noDomain),
	"not-yours":     badRequest(noDomain),
	"own-already":   badRequest("This domain name is already yours."),
	"ns-count":      badRequest("The number of nameservers is not accepted for this domain name."),
	"ns-twice":      badRequest("Each nameserver should be given only once."),
	"glue":          badRequest(badServer),
	"host-absent":   badRequest(badServer),
	"contact-data":  badRequest("The address of your account is not accepted for this extension."),
	"contact-count": badRequest("The address of your account is not accepted for this extension."),

	// Records and preorders.
	"record-absent": badRequest(noRecord),
	"record":        badRequest(badRecord),
	"record:type":   badRequest("The `type` parameter should be A, AAAA, CNAME, MX or TXT."),
	"record-beside": badRequest("A CNAME record can't be next to another record of the same name."),
	"record-taken":  badRequest("This DNS record already exists."),
	"record-count":  badRequest("This DNS zone has too many records."),
	"preordered":    badRequest(alreadyPreordered),
	"name-free":     badRequest("This domain name is available, you can create it."),

	// Money.
	"low-balance": badRequest("You don't have enough credits."),
	"low-deposit": badRequest("This operation is not available at the moment, please try again later."),

	"busy":     {Status: http.StatusTooManyRequests, Text: "Too Many Attempts."},
	"internal": {Status: http.StatusInternalServerError, Text: "An internal error occurred, please try again later."},
}

// defaultRefusal returns the response to type errors, whose article depends on the
// type, and to faults that no route of this dialect should have.
func defaultRefusal(f *registry.Fault) rest.Refusal {
	if f.Reason != registry.ErrType.Reason {
		return badRequest(strings.ToUpper(f.Text[:1]) + f.Text[1:] + ".")
	}
	article := "a"
	if f.Value != "" && strings.Contains("aeio", f.Value[:1]) {
		article = "an"
	}
	return badRequest("The `{field}` parameter should be " + article + " {value}.")
}

// badRequest returns a refusal with status 400.
func badRequest(text string) rest.Refusal {
	return rest.Refusal{Status: http.StatusBadRequest, Text: text}
}

// unauthorized returns a refusal with status 401.
func unauthorized(text string) rest.Refusal {
	return rest.Refusal{Status: http.StatusUnauthorized, Text: text, Header: challenge}
}

// unauthorizedRefusals returns refusals with the same text for all faults of
// authentication, as the guard of the /auth routes does.
func unauthorizedRefusals(text string) map[string]rest.Refusal {
	all := map[string]rest.Refusal{}
	for reason, refusal := range refusals {
		if refusal.Status == http.StatusUnauthorized {
			all[reason] = unauthorized(text)
		}
	}
	return all
}
