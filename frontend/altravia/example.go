package altravia

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// examplesFile has the examples of the documentation: responses of the server,
// recorded by TestDocumentedExamplesAreRecorded.
//
//go:embed examples.json
var examplesFile []byte

// An Example is one recorded response.
type Example struct {
	Pattern     string          `json:"pattern"`
	Request     string          `json:"request"` // method and path
	Description string          `json:"when,omitempty"`
	Reason      string          `json:"reason,omitempty"` // of the fault, if the kit documents that fault itself
	Status      int             `json:"status"`
	Body        json.RawMessage `json:"body,omitempty"`
}

// Examples returns the recorded responses of a route.
func Examples(pattern string) (matching []Example) {
	var all []Example
	if err := json.Unmarshal(examplesFile, &all); err != nil {
		panic(err) // the file is embedded, and a test reads it
	}
	for _, e := range all {
		if e.Pattern == pattern {
			matching = append(matching, e)
		}
	}
	return matching
}

// recordedSuccess returns the success response of a route.
func recordedSuccess(pattern string) any {
	for _, e := range Examples(pattern) {
		if e.Status == http.StatusOK {
			return e.Body
		}
	}
	return nil
}

// recordedErrors returns the error responses of a route, including those to
// unauthorized requests.
func recordedErrors(pattern string) (all []rest.ErrorDoc) {
	for _, e := range append(Examples(pattern), Examples(UnauthorizedPattern(pattern))...) {
		one := rest.ErrorDoc{Status: e.Status, Description: e.Description}
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

// UnauthorizedPattern returns the pattern under which the responses to unauthorized
// requests are recorded: "basic" for the token service, "bearer" for the rest.
func UnauthorizedPattern(pattern string) string {
	switch _, path, _ := strings.Cut(pattern, " /"); strings.SplitN(path, "/", 2)[0] {
	case "token", "scopes", "credit":
		return "basic"
	}
	return "bearer"
}
