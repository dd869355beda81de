package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

func bench(b *testing.B, method, path, body string, want int) {
	h := rest.Handler(testDialect(), &command.Runner{})
	b.ReportAllocs()
	for b.Loop() {
		var req *http.Request
		if body == "" {
			req = httptest.NewRequest(method, path, nil)
		} else {
			req = httptest.NewRequest(method, path, strings.NewReader(body))
		}
		req.Header.Set("Authorization", "Bearer alice")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, req); w.Code != want {
			b.Fatal(w.Code, w.Body)
		}
	}
}

func BenchmarkGet(b *testing.B)  { bench(b, "GET", "/api/v1/domains/a.example", "", 200) }
func BenchmarkList(b *testing.B) { bench(b, "GET", "/api/v1/domains?limit=20&details=true", "", 200) }
func BenchmarkPost(b *testing.B) {
	bench(b, "POST", "/api/v1/domains", `{"name":"a.example","renewable":1,"hosts":[{"hostname":"ns1.a.example","ipv4":["192.0.2.1"]}]}`, 201)
}
func BenchmarkStream(b *testing.B) { bench(b, "GET", "/api/v1/stream/1000", "", 200) }
