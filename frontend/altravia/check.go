package altravia

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

const checkPattern = "GET /check/{domain}"

var checkRoute = rest.HandleFunc(checkPattern, "Check a name", 200, check,
	rest.Doc{
		Tag: domains, ID: "checkDomain",
		Description: "Checks whether a name can be registered. If it cannot, the response is an error.",
		Response:    recordedSuccess("GET /check/{domain}"),
		Errors:      recordedErrors("GET /check/{domain}"),
		Refusals:    mergeRefusals(checkRefusals(), unavailableRefusals(202)),
	})

// checkRefusals are the responses to faults of a check.
func checkRefusals() map[string]rest.Refusal {
	sum := registryRefusals(203, "Error checking '{name}': ", "")
	for reason, refusal := range sum {
		refusal.Status = 412
		sum[reason] = refusal
	}
	sum["unreadable:domain"] = newRefusal(412, 203, "Error checking '{name}'")
	return sum
}

func availableText(name string) string { return "Domain '" + name + "' is available." }

// unavailableRefusals are the responses to the faults of a name that is not
// available.
func unavailableRefusals(code int) map[string]rest.Refusal {
	refusal := newRefusal(412, code, "Domain '{name}' is NOT available.")
	return map[string]rest.Refusal{"name-taken": refusal, "name-reserved": refusal, "name-blocked": refusal, "name-protected": refusal}
}

// A checkQuery checks one name.
type checkQuery string

func check(c *rest.Call, in named) (answer[none], error) {
	name, err := rest.Ask(c, authorizedCheck{scopedTokenOf(c), checkQuery(in.Domain)})
	return sessionAnswer(none{}, availableText(name)), err
}

// authorizedCheck verifies the token and checks a name in one transaction, because
// check is the most frequent call.
type authorizedCheck struct {
	scopedToken
	checkQuery
}

func (q authorizedCheck) Answer(s *command.Snapshot) (string, error) {
	actor, err := q.scopedToken.Answer(s)
	if err != nil {
		return "", err
	}
	return q.checkQuery.Answer(s.As(actor))
}

// Answer returns the name if it can be registered, or else the fault of the
// check.
func (q checkQuery) Answer(s *command.Snapshot) (string, error) {
	all, err := object.CheckDomains{Names: []string{string(q)}}.Answer(s)
	if err == nil && all[0].Fault != nil {
		err = all[0].Fault
	}
	return string(q), err
}
