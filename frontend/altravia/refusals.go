package altravia

import (
	"fmt"
	"maps"
	"net/http"

	"github.com/cadastre-registry/cadastre/eppxml"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// refusals are the responses to faults that every call can have. The original's
// documents do not show their texts. Numbers below 200 are those of the token
// service; where the original has none, the HTTP status is used.
var refusals = map[string]rest.Refusal{
	"token-absent":     unauthorized(125, "Wrong Token"),
	"token-unknown":    unauthorized(125, "Wrong Token"),
	"token-expired":    unauthorized(125, "Wrong Token"),
	"token-retired":    unauthorized(125, "Wrong Token"),
	"login":            unauthorized(130, "Unauthorized"),
	"address":          unauthorized(130, "Unauthorized"),
	"suspended":        unauthorized(130, "Unauthorized"),
	"user-absent":      unauthorized(130, "Unauthorized"),
	"account-absent":   unauthorized(130, "Unauthorized"),
	"registrar-absent": unauthorized(130, "Unauthorized"),
	"scope":            {Status: 403, Code: 403, Text: "Unauthorized access"},

	"unreadable":      {Status: 400, Code: 400, Text: "the request body must be a JSON object!"},
	"unreadable:body": {Status: 413, Code: 413, Text: "the request body is too long!"},
	"type":            {Status: 406, Code: 406, Text: "{field} must be a value of type {value}!"},
	"missing":         {Status: 422, Code: 422, Text: "{field} required!"},
	"type:tech":       {Status: 406, Code: 212, Text: "tech must be an array of strings!"},
	"type:dns":        {Status: 406, Code: 215, Text: "dns must be an array of strings!"},

	"low-balance": {Status: 402, Code: 221, Text: "Insufficient Credit in Wallet: {value}"},
	"busy":        {Status: 429, Code: 429, Text: "Too many requests"},
	"internal":    {Status: 500, Code: 500, Text: "Internal error, please try again later"},
}

func unauthorized(code int, text string) rest.Refusal {
	return rest.Refusal{Status: http.StatusUnauthorized, Code: code, Text: text, Header: http.Header{"Www-Authenticate": {`Bearer realm="altravia", Basic realm="altravia"`}}}
}

// defaultRefusal returns the response to a fault of the registry for which the
// route has none.
func defaultRefusal(f *registry.Fault) rest.Refusal {
	return rest.Refusal{Status: 417, Code: 417, Text: eppError(f)}
}

// connectionFailed is the response to an internal error of a call that reaches the
// registry.
var connectionFailed = rest.Refusal{Status: 412, Code: 200, Text: "Connection FAILED."}

// mergeRefusals merges maps of refusals; later ones override earlier ones.
func mergeRefusals(all ...map[string]rest.Refusal) map[string]rest.Refusal {
	sum := map[string]rest.Refusal{}
	for _, one := range all {
		maps.Copy(sum, one)
	}
	return sum
}

// registryRefusals returns a refusal for each fault of the registry except those in
// refusals, all with the same number and with text before the EPP error. If field
// is not "", they apply to faults on that field only.
func registryRefusals(code int, text, field string) map[string]rest.Refusal {
	sum := map[string]rest.Refusal{"internal": connectionFailed}
	for _, f := range registry.Faults() {
		if _, ours := refusals[f.Reason]; ours && f.Reason != "missing" {
			continue
		}
		key := f.Reason
		if field != "" {
			key += ":" + field
		}
		sum[key] = rest.Refusal{Status: 417, Code: code, Text: text + eppError(f)}
	}
	return sum
}

// eppError returns the text of a fault as the library behind the original reports
// an EPP error: {why} becomes the reason's number and text.
func eppError(f *registry.Fault) string {
	return fmt.Sprintf("EPP code '%d': %s / extended reason {why}", f.Code, eppxml.Code(f.Code).Message())
}

func newRefusal(status, code int, text string) rest.Refusal {
	return rest.Refusal{Status: status, Code: code, Text: text}
}
