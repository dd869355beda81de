package altravia

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// The manual's examples are answers of the server, recorded by its test.
//
//go:embed examples.json
var examplesFile []byte

// An Example is one answer as it was recorded.
type Example struct {
	Pattern string          `json:"pattern"`
	Request string          `json:"request"` // method and path
	When    string          `json:"when,omitempty"`
	Reason  string          `json:"reason,omitempty"` // of the fault, where the kit documents one of the kind anyway
	Status  int             `json:"status"`
	Body    json.RawMessage `json:"body,omitempty"`
}

// Examples returns the recorded answers of a route.
func Examples(pattern string) (of []Example) {
	var all []Example
	if err := json.Unmarshal(examplesFile, &all); err != nil {
		panic(err) // it is in the binary, and a test reads it
	}
	for _, e := range all {
		if e.Pattern == pattern {
			of = append(of, e)
		}
	}
	return of
}

// recorded returns the answer of a route when all went well.
func recorded(pattern string) any {
	for _, e := range Examples(pattern) {
		if e.Status == http.StatusOK {
			return e.Body
		}
	}
	return nil
}

// refused returns the other answers of a route, those to who may not ask at all
// included.
func refused(pattern string) (all []rest.Refused) {
	for _, e := range append(Examples(pattern), Examples(Stranger(pattern))...) {
		one := rest.Refused{Status: e.Status, When: e.When}
		var body failure
		switch {
		case e.Status == http.StatusOK:
			continue
		case e.Status != http.StatusNoContent:
			if err := json.Unmarshal(e.Body, &body); err != nil {
				panic(err) // as above
			}
			one.Body = body
		}
		for _, f := range registry.Faults() {
			if f.Reason == e.Reason {
				one.Fault = f
			}
		}
		all = append(all, one)
	}
	return all
}

// Stranger returns what the answers to one who may not ask are recorded under:
// the token service asks for other credentials than the rest.
func Stranger(pattern string) string {
	switch _, path, _ := strings.Cut(pattern, " /"); strings.SplitN(path, "/", 2)[0] {
	case "token", "scopes", "credit":
		return "basic"
	}
	return "bearer"
}
