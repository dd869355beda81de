package altravia_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/altravia"
)

// conforming returns a handler that fails the test if a response of h does not match
// the OpenAPI document: an undocumented status, or a body that does not match the
// schema.
func conforming(t testing.TB, h http.Handler) http.Handler {
	doc := document(t)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		got := httptest.NewRecorder()
		h.ServeHTTP(got, req)
		if err := doc.check(req.Method, req.URL.Path, got.Code, got.Body.Bytes()); err != nil {
			t.Errorf("%s %s: %d %s: %v", req.Method, req.URL.Path, got.Code, got.Body, err)
		}
		for name, values := range got.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(got.Code)
		w.Write(got.Body.Bytes())
	})
}

type openAPI struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	Responses map[string]struct {
		Content map[string]struct {
			Schema   schema `json:"schema"`
			Example  json.RawMessage
			Examples map[string]struct{ Value json.RawMessage }
		} `json:"content"`
	} `json:"responses"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	AnyOf      []schema          `json:"anyOf"`
	Enum       []any             `json:"enum"`
}

var document = func() func(testing.TB) openAPI {
	read := sync.OnceValues(func() (doc openAPI, err error) {
		b, err := altravia.Dialect.OpenAPI()
		if err == nil {
			err = json.Unmarshal(b, &doc)
		}
		return doc, err
	})
	return func(t testing.TB) openAPI {
		doc, err := read()
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
}()

// check returns an error if a response does not match the document. On a path that
// is not in it, such as one without its last segment, it has to be a failure.
func (doc openAPI) check(method, path string, status int, body []byte) error {
	var v any
	if len(body) > 0 {
		if err := json.Unmarshal(body, &v); err != nil {
			return err
		}
	}
	for template, methods := range doc.Paths {
		op, ok := methods[strings.ToLower(method)]
		if !ok || !matchesPath(template, strings.TrimSuffix(path, "/")) {
			continue
		}
		response, ok := op.Responses[strconv.Itoa(status)]
		if !ok {
			return fmt.Errorf("the status is not documented")
		}
		if len(response.Content) == 0 {
			if v != nil {
				return fmt.Errorf("no body is documented")
			}
			return nil
		}
		return doc.match(response.Content["application/json"].Schema, v, "")
	}
	if o, ok := v.(map[string]any); !ok || o["success"] != false || o["data"] != nil || o["message"] == "" {
		return fmt.Errorf("not a failure")
	}
	return nil
}

func matchesPath(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, "{") && g != "" })
}

func (doc openAPI) match(s schema, v any, at string) error {
	switch {
	case s.Ref != "":
		named, ok := doc.Components.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
		if !ok {
			return fmt.Errorf("%s: no schema %s", at, s.Ref)
		}
		return doc.match(named, v, at)
	case len(s.AnyOf) > 0:
		var err error
		for _, one := range s.AnyOf {
			if err = doc.match(one, v, at); err == nil {
				return nil
			}
		}
		return err
	case len(s.Enum) > 0 && !slices.Contains(s.Enum, v):
		return fmt.Errorf("%s: %v is none of %v", at, v, s.Enum)
	case s.Type != nil && !ofType(s.Type, v):
		return fmt.Errorf("%s: %v is not of type %v", at, v, s.Type)
	}
	switch v := v.(type) {
	case []any:
		for i, one := range v {
			if s.Items == nil {
				return fmt.Errorf("%s: items are not described", at)
			}
			if err := doc.match(*s.Items, one, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				return fmt.Errorf("%s.%s is missing", at, name)
			}
		}
		for name, one := range v {
			member, ok := s.Properties[name]
			if !ok {
				return fmt.Errorf("%s.%s is not described", at, name)
			}
			if err := doc.match(member, one, at+"."+name); err != nil {
				return err
			}
		}
	}
	return nil
}

func ofType(want, v any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(one any) bool { return ofType(one, v) })
	}
	switch v := v.(type) {
	case nil:
		return want == "null"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && v == float64(int64(v))
	case []any:
		return want == "array"
	}
	return want == "object"
}
