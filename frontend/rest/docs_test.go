package rest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

// object reads a document that must be a JSON object.
func object(t *testing.T, b []byte, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var o map[string]any
	if err := json.Unmarshal(b, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// at returns the member of o at the path keys.
func at(t *testing.T, o any, keys ...string) any {
	t.Helper()
	for _, key := range keys {
		m, ok := o.(map[string]any)
		if !ok || m[key] == nil {
			t.Fatalf("nothing at %q of %q", key, keys)
		}
		o = m[key]
	}
	return o
}

func TestOpenAPISaysWhatTheRoutesDo(t *testing.T) {
	b, err := testDialect().OpenAPI(rest.BaseURL{URL: "http://192.0.2.1:8080", Text: "here"})
	doc := object(t, b, err)
	if at(t, doc, "openapi") != "3.1.0" {
		t.Error("not 3.1.0")
	}
	if got := doc["servers"].([]any)[0].(map[string]any)["url"]; got != "http://192.0.2.1:8080/api/v1" {
		t.Errorf("server %v", got)
	}
	post := at(t, doc, "paths", "/domains", "post")
	if at(t, post, "operationId") != "postDomains" {
		t.Error("operation id")
	}
	input := at(t, doc, "components", "schemas", "Creation")
	required, _ := json.Marshal(at(t, input, "required"))
	if string(required) != `["name"]` {
		t.Errorf("required: %s", required)
	}
	if kind, _ := json.Marshal(at(t, input, "properties", "label", "type")); string(kind) != `["string","null"]` {
		t.Errorf("label: %s", kind)
	}
	if kind, _ := json.Marshal(at(t, input, "properties", "hosts", "type")); string(kind) != `"array"` {
		t.Errorf("hosts: %s", kind)
	}
	at(t, doc, "paths", "/records", "delete", "requestBody", "content", "application/json", "schema")
	at(t, doc, "paths", "/invoice/{id}/download", "get", "responses", "200", "content", "application/pdf")
	at(t, doc, "paths", "/nothing", "put", "responses", "204")
	taken := at(t, post, "responses", "409", "content", "application/json", "example")
	if at(t, taken, "message") != "Domain 'a.example' is NOT available." {
		t.Errorf("409: %v", taken)
	}
	at(t, post, "responses", "401")
	at(t, post, "responses", "422")
	at(t, post, "responses", "500")
	if list := at(t, doc, "paths", "/stream/{n}", "get", "responses", "200", "content", "application/json", "example", "domains").([]any); len(list) != 1 {
		t.Errorf("example of a Seq: %v", list)
	}
	if strings.Contains(string(b), "x-nullable") || strings.Contains(string(b), `"additionalProperties": false`) || strings.Contains(string(b), `\u003c`) {
		t.Error("huma's own is left")
	}
}

func TestOpenAPI30(t *testing.T) {
	for _, d := range []*rest.Dialect{testDialect(), formDialect()} {
		b, err := d.OpenAPI30(rest.BaseURL{URL: "http://192.0.2.1:8080"})
		doc := object(t, b, err)
		if at(t, doc, "openapi") != "3.0.3" || strings.Contains(string(b), `"null"`) || strings.Contains(string(b), `"identifier"`) {
			t.Errorf("%s is not 3.0.3", d.Name)
		}
	}
}

func TestFormDialectsAreDocumentedAsForms(t *testing.T) {
	b, err := formDialect().OpenAPI()
	doc := object(t, b, err)
	at(t, doc, "paths", "/domain/register", "post", "requestBody", "content", "application/x-www-form-urlencoded", "schema")
	if params := at(t, doc, "paths", "/domain/getinfo", "get", "parameters").([]any); len(params) != 5 {
		t.Errorf("%d parameters", len(params))
	}
	at(t, doc, "components", "securitySchemes", "password")
	content := at(t, doc, "paths", "/domain/register", "post", "responses", "200", "content")
	if x := at(t, content, "application/xml", "examples", "success", "value"); x != "<freenom><result>DOMAIN REGISTERED</result><status>OK</status></freenom>" {
		t.Errorf("XML example: %v", x)
	}
	if n := len(at(t, content, "application/json", "schema", "anyOf").([]any)); n != 2 {
		t.Errorf("%d schemas for one status", n)
	}
}

func TestDocumentsThatContradictThemselvesAreErrors(t *testing.T) {
	d := testDialect()
	d.Routes = append(d.Routes, rest.HandleFunc("GET /ping/again", "Ping", 200, func(*rest.Call, nothing) (echo, error) { return echo{}, nil }, rest.Doc{ID: "getPing"}))
	if _, err := d.OpenAPI(); err == nil || !strings.Contains(err.Error(), "getPing") {
		t.Errorf("two operations of one id: %v", err)
	}
}

func TestPostmanHasAFolderForEachTag(t *testing.T) {
	b, err := testDialect().Postman(rest.BaseURL{URL: "http://192.0.2.1:8080"})
	doc := object(t, b, err)
	folders := at(t, doc, "item").([]any)
	if len(folders) != 2 || at(t, folders[0], "name") != "Domains" {
		t.Fatalf("%d folders", len(folders))
	}
	post := at(t, folders[0], "item").([]any)[1]
	if got := at(t, post, "request", "url", "raw"); got != "{{baseUrl}}/domains" {
		t.Errorf("url %v", got)
	}
	if got := at(t, post, "request", "body", "raw").(string); !strings.Contains(got, `"name": "a.example"`) {
		t.Errorf("body %s", got)
	}
	if n := len(at(t, post, "response").([]any)); n != 7 {
		t.Errorf("%d saved answers", n)
	}
	get := at(t, folders[0], "item").([]any)[2]
	if got := at(t, get, "request", "url", "variable").([]any)[0]; at(t, got, "value") != "a.example" {
		t.Errorf("path variable %v", got)
	}
	if got := doc["variable"].([]any)[0]; at(t, got, "value") != "http://192.0.2.1:8080/api/v1" {
		t.Errorf("variable %v", got)
	}
}

func docs(t *testing.T) func(path string, header ...string) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(rest.Docs([]*rest.Dialect{testDialect(), formDialect()}, rest.BaseURL{URL: "http://192.0.2.1:8090", Text: "sandbox"}))
	t.Cleanup(server.Close)
	return func(path string, header ...string) (*http.Response, string) {
		t.Helper()
		req, _ := http.NewRequest("GET", server.URL+path, nil)
		for i := 0; i < len(header); i += 2 {
			if req.Header.Set(header[i], header[i+1]); header[i] == "Host" {
				req.Host = header[i+1]
			}
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(b)
	}
}

func TestDocsPages(t *testing.T) {
	get := docs(t)
	for path, want := range map[string]string{
		"/docs/":                       "Plain API",
		"/docs/plain":                  `data-document="/docs/plain/openapi.json"`,
		"/docs/forms/openapi.json":     `"3.1.0"`,
		"/docs/forms/openapi-3.0.json": `"3.0.3"`,
		"/docs/plain/postman.json":     "v2.1.0",
		"/docs/start.js":               "createApiReference",
		"/docs/docs.css":               ":root",
		"/docs/scalar-1.72.1.js":       "createApiReference",
	} {
		res, body := get(path)
		if res.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %q", path, res.StatusCode, want)
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "http://192.0.2.1:8090") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
	if res, _ := get("/docs/plain/"); res.Header.Get("Location") != "/docs/plain" {
		t.Errorf("a slash at the end: %d", res.StatusCode)
	}
	if res, body := get("/docs/scalar-1.72.1.js", "Accept-Encoding", "gzip"); res.Header.Get("Content-Encoding") != "gzip" || !strings.HasPrefix(body, "\x1f\x8b") {
		t.Errorf("viewer: %v", res.Header)
	}
}

func TestDocumentsNameTheRequestedServer(t *testing.T) {
	get := docs(t)
	for _, c := range []struct{ host, proto, want string }{
		{"a.example:8080", "", `"http://a.example:8080/api/v1"`},
		{"a.example", "https", `"https://a.example/api/v1"`},
	} {
		for _, file := range []string{"openapi.json", "openapi-3.0.json", "postman.json"} {
			_, body := get("/docs/plain/"+file, "Host", c.host, "X-Forwarded-Proto", c.proto)
			if !strings.Contains(body, c.want) || strings.Contains(body, "here.invalid") {
				t.Errorf("%s of %s does not name %s", file, c.host, c.want)
			}
		}
	}
	if _, body := get("/docs/plain/openapi.json"); !strings.Contains(body, `"http://192.0.2.1:8090/api/v1"`) {
		t.Error("the sandbox is not offered")
	}
}

func TestWriteDocs(t *testing.T) {
	dir := t.TempDir()
	if err := rest.WriteDocs(dir, []*rest.Dialect{testDialect(), formDialect()}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"plain/openapi.json", "forms/openapi-3.0.json", "forms/postman.json"} {
		if b, err := os.ReadFile(filepath.Join(dir, file)); err != nil || !json.Valid(b) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// A schema's name has letters, digits, "-", "." and "_" only (OpenAPI 3.1 section 4.8.7),
// that of a generic type of any included.
func TestSchemaNamesAreValid(t *testing.T) {
	type answer[T any] struct {
		Data T `json:"data"`
	}
	d := testDialect()
	d.Routes = append(d.Routes, rest.HandleFunc("GET /any", "Any", 200, func(*rest.Call, struct{}) (answer[any], error) { return answer[any]{}, nil }))
	b, err := d.OpenAPI()
	schemas, _ := at(t, object(t, b, err), "components", "schemas").(map[string]any)
	for name := range schemas {
		if !regexp.MustCompile(`^[A-Za-z0-9._-]+$`).MatchString(name) {
			t.Errorf("schema %q", name)
		}
	}
	if schemas["AnswerAny"] == nil {
		t.Errorf("no schema AnswerAny among %d", len(schemas))
	}
}

func TestAWalkOrdersTheCollection(t *testing.T) {
	d := testDialect()
	d.Walk = "POST /domains {\"name\":\"{{stamp}}.example\"}\nkeep name name\n# Show it\nGET /domains/{{name}}\nwant renew false\nGET /ping\nskip unless pinged\n"
	b, err := d.Postman(rest.BaseURL{URL: "http://192.0.2.1:8080"})
	doc := object(t, b, err)
	folders := doc["item"].([]any)
	if len(folders) != 2 || at(t, folders[0], "name") != "Domains" || at(t, folders[1], "name") != "Odds" {
		t.Fatalf("folders: %v", folders)
	}
	show := at(t, folders[0], "item").([]any)[1]
	if at(t, show, "name") != "Show it" || at(t, show, "request", "url", "variable").([]any)[0].(map[string]any)["value"] != "{{name}}" {
		t.Errorf("second request: %v", show)
	}
	for _, script := range []string{
		`pm.collectionVariables.set(\"name\", pm.response.json().name);`, `pm.expect(String(pm.response.json().renew)).to.eql(\"false\")`,
		`pm.response.to.have.status(201)`, `if (!pm.variables.get(\"pinged\")) pm.execution.skipRequest();`,
	} {
		if !strings.Contains(string(b), script) {
			t.Errorf("no script %s", script)
		}
	}
	for _, bad := range []string{"GET /nowhere", "keep a b", "GET /ping\nleap 1", "GET /ping\nstatus OK", "GET /ping\nkeep name"} {
		d.Walk = bad
		if _, err := d.Postman(rest.BaseURL{}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
