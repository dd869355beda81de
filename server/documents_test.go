package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/server"
)

// documents returns the OpenAPI documents of all dialects, those of each edition
// included, by name and version.
func documents(t *testing.T) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, d := range server.Dialects() {
		editions := map[string][]string{"repp": {"2026"}, "registrant": {"2026"}}[d.Name]
		for _, version := range append(editions, d.Version) {
			edition := *d
			edition.Version = version
			for openapi, write := range map[string]func(...rest.BaseURL) ([]byte, error){"3.1": edition.OpenAPI, "3.0": edition.OpenAPI30} {
				b, err := write()
				if err != nil {
					t.Fatal(err)
				}
				doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
				if err != nil {
					t.Fatal(err)
				}
				all[d.Name+" "+version+" "+openapi] = doc.(map[string]any)
			}
		}
	}
	return all
}

// Names of schemas have letters and digits only, fewer characters than OpenAPI 3.1 section
// 4.8.7 allows, since generators drop others, and differ in more than case; their types are
// those of JSON (section 4.8.24).
func TestSchemasOfDocumentsAreValid(t *testing.T) {
	name := regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
	types := []string{"object", "array", "string", "number", "integer", "boolean", "null"}
	for document, doc := range documents(t) {
		folded := map[string]bool{}
		for schema := range at(doc, "components", "schemas").(map[string]any) {
			if !name.MatchString(schema) || folded[strings.ToLower(schema)] {
				t.Errorf("%s: schema %q", document, schema)
			}
			folded[strings.ToLower(schema)] = true
		}
		eachObject(doc, "", func(path string, o map[string]any) {
			var names []any
			switch v := o["type"].(type) {
			case []any:
				names = v
			case string:
				names = []any{v}
			}
			for _, n := range names {
				if text, _ := n.(string); !strings.Contains(path, "/securitySchemes/") && !slices.Contains(types, text) {
					t.Errorf("%s: %s has the type %q", document, path, n)
				}
			}
		})
	}
}

// TestExamplesOfDocumentsAreValid checks the examples of requests, responses and
// parameters against their schemas. A member that its schema does not have is an error,
// so that no schema lacks members of what the server sends.
func TestExamplesOfDocumentsAreValid(t *testing.T) {
	checked := 0
	for document, doc := range documents(t) {
		if !strings.HasSuffix(document, "3.1") {
			continue
		}
		eachObject(doc, "", func(_ string, o map[string]any) {
			if o["properties"] != nil && o["type"] != nil && o["additionalProperties"] == nil {
				o["additionalProperties"] = false
			}
		})
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("document.json", doc); err != nil {
			t.Fatal(err)
		}
		eachObject(doc, "", func(path string, o map[string]any) {
			if o["schema"] == nil {
				return
			}
			for _, example := range examplesOf(o) {
				checked++
				schema, err := compiler.Compile("document.json#" + path + "/schema")
				if err == nil {
					err = schema.Validate(example)
				}
				if err != nil {
					t.Errorf("%s: %s: %v", document, path, err)
				}
			}
		})
	}
	if checked < 500 {
		t.Errorf("%d examples", checked)
	}
}

// examplesOf returns the examples of a media type or a parameter.
func examplesOf(o map[string]any) (all []any) {
	if example, ok := o["example"]; ok {
		all = append(all, example)
	}
	if examples, ok := o["examples"].(map[string]any); ok {
		for _, example := range examples {
			all = append(all, at(example, "value"))
		}
	}
	return all
}

// TestOperationsOfDocumentsAreDescribed checks what tools ask of each operation: a
// description, no requirement of credentials where none are taken, and else the
// response to those that lack them.
func TestOperationsOfDocumentsAreDescribed(t *testing.T) {
	for document, doc := range documents(t) {
		for path, item := range at(doc, "paths").(map[string]any) {
			for method, operation := range item.(map[string]any) {
				o := operation.(map[string]any)
				where := fmt.Sprintf("%s: %s %s", document, strings.ToUpper(method), path)
				if text, _ := o["description"].(string); len(text) < 10 {
					t.Errorf("%s: description %q", where, text)
				}
				if required, _ := json.Marshal(o["security"]); string(required) == "[{}]" {
					t.Errorf("%s: an empty requirement instead of none", where)
				}
				failures := 0
				for status := range at(o, "responses").(map[string]any) {
					if status[0] == '4' {
						failures++
					}
				}
				if taken, _ := o["security"].([]any); failures == 0 && len(taken) > 0 && !strings.HasPrefix(document, "freenom") { // whose errors have status 200
					t.Errorf("%s: no response of a status 4xx", where)
				}
			}
		}
	}
}

// eachObject calls do for each object of v, examples aside, with its JSON pointer.
func eachObject(v any, path string, do func(path string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		do(path, v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if key != "example" && key != "examples" && key != "default" {
				eachObject(v[key], path+"/"+strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key), do)
			}
		}
	case []any:
		for i, element := range v {
			eachObject(element, fmt.Sprintf("%s/%d", path, i), do)
		}
	}
}

// at returns the member of o at the path keys; nil if there is none.
func at(o any, keys ...string) any {
	for _, key := range keys {
		members, _ := o.(map[string]any)
		o = members[key]
	}
	return o
}
