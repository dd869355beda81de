package altravia

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
)

const checkPattern = "GET /check/{domain}"

var checkRoute = rest.Serve(checkPattern, "Check a name", 200, check,
	rest.Doc{
		Tag: domains, ID: "checkDomain",
		Description: "Whether a name can be registered. One that cannot is an error.",
		Response:    recorded("GET /check/{domain}"),
		Errors:      refused("GET /check/{domain}"),
		Refusals:    words(uncheckable(), unavailable(202)),
	})

// uncheckable words that there is no answer for a name.
func uncheckable() map[string]rest.Refusal {
	sum := registryText(203, "Error checking '{name}': ", "")
	for reason, word := range sum {
		word.Status = 412
		sum[reason] = word
	}
	sum["unreadable:domain"] = no(412, 203, "Error checking '{name}'")
	return sum
}

func available(name string) string { return "Domain '" + name + "' is available." }

// unavailable words that a name cannot be had.
func unavailable(code int) map[string]rest.Refusal {
	no := no(412, code, "Domain '{name}' is NOT available.")
	return map[string]rest.Refusal{"name-taken": no, "name-reserved": no, "name-blocked": no}
}

type availability string

func check(c *rest.Call, in named) (answer[none], error) {
	name, err := rest.Ask(c, checking{permitOf(c), availability(in.Domain)})
	return done(none{}, available(name)), err
}

// checking is a check with the permission for it, in one transaction: it is
// what is asked most.
type checking struct {
	permit
	availability
}

func (q checking) Answer(s *command.Snapshot) (string, error) {
	by, err := q.permit.Answer(s)
	if err != nil {
		return "", err
	}
	s.By = by
	return q.availability.Answer(s)
}

// Answer returns the name if it can be registered.
func (q availability) Answer(s *command.Snapshot) (string, error) {
	all, err := command.CheckDomains{Names: []string{string(q)}}.Answer(s)
	if err == nil && all[0].Fault != nil {
		err = all[0].Fault
	}
	return string(q), err
}
