package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// dialects are the names of the REST dialects, which have a folder of documents each.
var dialects = []string{"altravia", "freenom", "kifdom", "registrant", "repp"}

// documents returns the paths of all OpenAPI documents, in both versions.
func (x *exam) documents() (paths []string) {
	for _, d := range dialects {
		paths = append(paths, x.path("docs/"+d+"/openapi.json"), x.path("docs/"+d+"/openapi-3.0.json"))
	}
	return paths
}

var spectral = judge{
	name: "spectral", what: "ten OpenAPI documents, ruleset spectral:oas",
	needs: []tool{npm("@stoplight/spectral-cli", "6.16.3")},
	check: func(x *exam) (finding, error) {
		rules := x.path("spectral.yaml")
		if err := os.WriteFile(rules, []byte("extends: [\"spectral:oas\"]\n"), 0o644); err != nil {
			return finding{}, err
		}
		args := append([]string{"lint", "--quiet", "-f", "json", "-r", rules}, x.documents()...)
		out, err := x.run(x.path("npm/node_modules/.bin/spectral"), args...)
		var problems []struct {
			Code, Message, Source string
			Severity              int
		}
		if failure := json.Unmarshal([]byte(out), &problems); failure != nil {
			return finding{}, errors.Join(failure, err)
		}
		f := finding{text: fmt.Sprintf("%d errors and warnings", len(problems))}
		for _, p := range problems {
			f.faults = append(f.faults, documentName(p.Source)+": "+p.Code+": "+p.Message)
		}
		return f, nil
	},
}

// documentName returns "repp/openapi.json" for the path of a document.
func documentName(path string) string {
	return filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
}

// withoutRefusals are the documents of redocly's rule operation-4xx-response whose
// operations have no response of a status 4xx, with the reason.
var withoutRefusals = map[string]string{
	"freenom": "operation-4xx-response: errors have status 200, as the original's (contract/freenom 1.1)",
	"repp":    "operation-4xx-response: GET /auctions takes neither credentials nor parameters, so that nothing can be wrong with a call",
}

// A redoclyReport is redocly's report of one document.
type redoclyReport struct {
	Totals   struct{ Errors, Warnings int }
	Problems []struct {
		RuleID, Message string
		Location        []struct {
			Source struct{ Ref string }
		}
	}
}

// add adds the problems of the report to a finding.
func (r redoclyReport) add(f *finding) {
	for _, p := range r.Problems {
		dialect := filepath.Base(filepath.Dir(p.Location[0].Source.Ref))
		reason, ok := withoutRefusals[dialect]
		switch {
		case !ok || p.RuleID != "operation-4xx-response":
			f.faults = append(f.faults, documentName(p.Location[0].Source.Ref)+": "+p.RuleID+": "+p.Message)
		case !slices.Contains(f.explained, dialect+": "+reason):
			f.explained = append(f.explained, dialect+": "+reason)
		}
	}
}

var redocly = judge{
	name: "redocly", what: "ten OpenAPI documents, ruleset recommended",
	needs: []tool{npm("@redocly/cli", "2.77.0")},
	check: func(x *exam) (f finding, err error) {
		args := append([]string{"lint", "--format=json", "--max-problems=1000"}, x.documents()...)
		out, failure := x.run(x.path("npm/node_modules/.bin/redocly"), args...)
		errs, warnings := 0, 0
		for reports := json.NewDecoder(strings.NewReader(out)); reports.More(); { // one for each document
			var report redoclyReport
			if err := reports.Decode(&report); err != nil {
				return f, errors.Join(err, failure)
			}
			errs += report.Totals.Errors
			warnings += report.Totals.Warnings
			report.add(&f)
		}
		f.text = fmt.Sprintf("%d errors, %d warnings", errs, warnings)
		if out == "" {
			return f, failure
		}
		return f, nil
	},
}

var newman = judge{
	name: "newman", what: "five Postman collections against the demo",
	needs: []tool{npm("newman", "6.2.2")},
	check: func(x *exam) (f finding, err error) {
		variables := map[string][]string{
			"kifdom":   {"email=" + x.info.Kifdom[0]["email"], "password=" + x.info.Kifdom[0]["password"]},
			"freenom":  {"email=" + x.info.Freenom[0]["email"], "password=" + x.info.Freenom[0]["password"]},
			"altravia": {"username=" + x.info.Altravia[0]["email"], "password=" + x.info.Altravia[0]["apikey"]},
			"repp":     {"username=" + x.info.Repp[0]["username"], "password=" + x.info.Repp[0]["password"]},
		}
		requests, assertions := 0, 0
		for _, d := range dialects {
			report := x.path("newman-" + d + ".json")
			args := []string{"run", x.info.HTTP + "/docs/" + d + "/postman.json", "--reporters", "json", "--reporter-json-export", report}
			for _, v := range variables[d] {
				args = append(args, "--env-var", v)
			}
			_, failure := x.run(x.path("npm/node_modules/.bin/newman"), args...)
			var result struct {
				Run struct {
					Stats    struct{ Requests, Assertions struct{ Total int } }
					Failures []struct {
						Error  struct{ Message string }
						Source struct{ Name string }
					}
				}
			}
			b, err := os.ReadFile(report)
			if err == nil {
				err = json.Unmarshal(b, &result)
			}
			if err != nil {
				return f, errors.Join(err, failure)
			}
			requests += result.Run.Stats.Requests.Total
			assertions += result.Run.Stats.Assertions.Total
			for _, failure := range result.Run.Failures {
				f.faults = append(f.faults, d+": "+failure.Source.Name+": "+failure.Error.Message)
			}
		}
		f.text = fmt.Sprintf("%d requests, %d checks", requests, assertions)
		f.explained = []string{"requests that need another account are skipped while their variables are empty"}
		return f, nil
	},
}

// answered returns the finding of a generated client: its lines, one of each dialect.
func answered(out string, err error) (finding, error) {
	if err != nil {
		return finding{}, err
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	f := finding{text: "generated, compiled, called: " + strings.Join(lines, ", ")}
	for _, d := range dialects {
		if !strings.Contains(out, d+": 200") && !strings.Contains(out, d+": OK") {
			f.faults = append(f.faults, "no good response of "+d)
		}
	}
	return f, nil
}
