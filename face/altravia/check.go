package altravia

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
)

const checkPattern = "GET /check/{domain}"

var checkRoute = rest.Serve(checkPattern, "Check a name", 200, check,
	rest.Doc{
		Tag: domains, ID: "checkDomain",
		Description: "Checks whether a name can be registered. If it cannot, the response is an error.",
		Response:    recorded("GET /check/{domain}"),
		Errors:      refused("GET /check/{domain}"),
		Refusals:    words(uncheckable(), unavailable(202)),
	})

// checkRefusals are the responses to faults of a check.
func uncheckable() map[string]rest.Refusal {
	sum := registryText(203, "Error checking '{name}': ", "")
	for reason, refusal := range sum {
		refusal.Status = 412
		sum[reason] = refusal
	}
	sum["unreadable:domain"] = no(412, 203, "Error checking '{name}'")
	return sum
}

func available(name string) string { return "Domain '" + name + "' is available." }

// unavailableRefusals are the responses to the faults of a name that is not
// available.
func unavailable(code int) map[string]rest.Refusal {
	refusal := no(412, code, "Domain '{name}' is NOT available.")
	return map[string]rest.Refusal{"name-taken": refusal, "name-reserved": refusal, "name-blocked": refusal}
}

// A checkQuery checks one name.
type availability string

func check(c *rest.Call, in named) (answer[none], error) {
	name, err := rest.Ask(c, checking{permitOf(c), availability(in.Domain)})
	return done(none{}, available(name)), err
}

// authorizedCheck verifies the token and checks a name in one transaction, because
// check is the most frequent call.
type checking struct {
	permit
	availability
}

func (q checking) Answer(s *command.Snapshot) (string, error) {
	actor, err := q.permit.Answer(s)
	if err != nil {
		return "", err
	}
	s.By = actor
	return q.availability.Answer(s)
}

// Answer returns the name if it can be registered, or else the fault of the
// check.
func (q availability) Answer(s *command.Snapshot) (string, error) {
	all, err := command.CheckDomains{Names: []string{string(q)}}.Answer(s)
	if err == nil && all[0].Fault != nil {
		err = all[0].Fault
	}
	return string(q), err
}
