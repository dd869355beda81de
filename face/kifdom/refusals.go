package kifdom

import (
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// The messages in the original's manual, with their grammar.
const (
	noDomain  = "This domain name doesn't exists."
	noRecord  = "This DNS record doesn't exists."
	noServers = "None of your nameservers matching this `id` has been found."
	badServer = "Provided `value` is not accurate for this `type` of NS record."
	badRecord = "Provided `value` is not accurate for this `type` of DNS record."
	preorder2 = "You already have preordered this domain name."
)

// refusals are the responses to faults. Where the manual shows no message, the text
// is ours.
var refusals = map[string]rest.Refusal{
	// Tokens, with the messages of the JWT library behind the original.
	"token-absent":     denied("Token not provided"),
	"token-unknown":    denied("Token Signature could not be verified."),
	"token-expired":    denied("Token has expired"),
	"token-retired":    denied("The token has been blacklisted"),
	"login":            denied("User not found"),
	"address":          denied("User not found"),
	"suspended":        denied("User not found"),
	"user-absent":      denied("User not found"),
	"account-absent":   denied("User not found"),
	"registrar-absent": denied("User not found"),

	// The request.
	"unreadable":       no("The request body should be a JSON object in UTF-8."),
	"unreadable:body":  no("The request body is too long."),
	"unreadable:name":  no(noDomain),
	"missing":          no("The `{field}` parameter is required."),
	"type:ns":          no("The `ns` parameter should be an array of strings."),
	"syntax":           no("The `{field}` parameter is not valid."),
	"range":            no("The `{field}` parameter is out of range."),
	"range:renewable":  no("The `renewable` parameter should be 0 or 1."),
	"range:renew":      no("The `renew` parameter should be 0 or 1."),
	"range:label":      no("The `label` parameter should have at most 255 bytes."),
	"range:ttl":        no("The `ttl` parameter should be between 0 and 2147483647."),
	"range:priority":   no("The `priority` parameter should be between 0 and 65535."),
	"unsupported":      no("This is not supported for this domain name."),
	"name-syntax":      no("The `name` parameter is not a valid domain name."),
	"name-syntax:ns":   no(badServer),
	"name-length":      no("This domain name is too short or too long for its extension."),
	"name-letters":     no("This domain name has characters that its extension doesn't accept."),
	"name-blocked":     no("This domain name can't be registered."),
	"name-reserved":    no("This domain name is reserved."),
	"tld-unknown":      no("This extension is not supported."),
	"term-policy":      no("This extension is not supported."),
	"no-price":         no("This extension is not supported."),
	"status-client":    no("The status of this domain name doesn't allow this."),
	"status":           no("The status of this domain name doesn't allow this."),
	"pending":          no("A previous update of this domain name is still pending."),
	"transfer-pending": no("A transfer of this domain name is pending."),

	// Names, their servers, their contact.
	"name-taken":    no("This domain name is already registered."),
	"name-absent":   no(noDomain),
	"not-yours":     no(noDomain),
	"own-already":   no("This domain name is already yours."),
	"ns-count":      no("The number of nameservers is not accepted for this domain name."),
	"ns-twice":      no("Each nameserver should be given only once."),
	"glue":          no(badServer),
	"host-absent":   no(badServer),
	"contact-data":  no("The address of your account is not accepted for this extension."),
	"contact-count": no("The address of your account is not accepted for this extension."),

	// Records and preorders.
	"record-absent": no(noRecord),
	"record":        no(badRecord),
	"record:type":   no("The `type` parameter should be A, AAAA, CNAME, MX or TXT."),
	"record-beside": no("A CNAME record can't be next to another record of the same name."),
	"record-taken":  no("This DNS record already exists."),
	"record-count":  no("This DNS zone has too many records."),
	"preordered":    no(preorder2),
	"name-free":     no("This domain name is available, you can create it."),

	// Money.
	"low-balance": no("You don't have enough credits."),
	"low-deposit": no("This operation is not available at the moment, please try again later."),

	"busy":     {Status: http.StatusTooManyRequests, Text: "Too Many Attempts."},
	"internal": {Status: http.StatusInternalServerError, Text: "An internal error occurred, please try again later."},
}

// defaultRefusal returns the response to type errors, whose article depends on the
// type, and to faults that no route of this dialect should have.
func otherwise(f *registry.Fault) rest.Refusal {
	if f.Reason != registry.ErrType.Reason {
		return no(strings.ToUpper(f.Text[:1]) + f.Text[1:] + ".")
	}
	article := "a"
	if f.Value != "" && strings.Contains("aeio", f.Value[:1]) {
		article = "an"
	}
	return no("The `{field}` parameter should be " + article + " {value}.")
}

// badRequest returns a refusal with status 400.
func no(text string) rest.Refusal {
	return rest.Refusal{Status: http.StatusBadRequest, Text: text}
}

// unauthorized returns a refusal with status 401.
func denied(text string) rest.Refusal {
	return rest.Refusal{Status: http.StatusUnauthorized, Text: text, Header: challenge}
}

// unauthorizedRefusals returns refusals with the same text for all faults of
// authentication, as the guard of the /auth routes does.
func always(text string) map[string]rest.Refusal {
	all := map[string]rest.Refusal{}
	for reason, refusal := range refusals {
		if refusal.Status == http.StatusUnauthorized {
			all[reason] = denied(text)
		}
	}
	return all
}
