package rest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnswersAndRefusals(t *testing.T) {
	ask, _ := serve(t, testDialect())
	deep := strings.Repeat(`[`, 10000) + strings.Repeat(`]`, 10000)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/api/v1/ping", "", 200, `{"got":"<pong> & co"}`},
		{"GET", "/api/v1/ping/", "", 200, `{"got":"<pong> & co"}`},
		{"GET", "/api/v1/guest", "", 200, `{"got":"alice"}`},
		{"GET", "/api/v1/domains/a.example", "", 200, `{"name":"a.example","renew":false,"status":["ok"]}`},
		{"GET", "/api/v1/domains/b%C3%BCcher.example", "", 200, `{"name":"bücher.example","renew":false,"status":["ok"]}`},
		{"GET", "/api/v1/domains/a%2Fb", "", 200, `{"name":"a/b","renew":false,"status":["ok"]}`},
		{"GET", "/api/v1/domains/%ff", "", 400, `{"code":0,"message":"the request cannot be read"}`},
		{"GET", "/api/v1/domains/a%00b", "", 400, `{"code":0,"message":"the request cannot be read"}`},
		{"GET", "/api/v1/domains/absent.example", "", 404, `{"code":0,"message":"the name is not registered"}`},
		{"GET", "/api/v1/domains?limit=20&details=true&status=ok&status[]=hold", "", 200, `{"got":"20 true true [\"ok\" \"hold\"] "}`},
		{"GET", "/api/v1/domains?limit=many", "", 400, "{\"code\":400,\"message\":\"The `limit` parameter should be of type integer.\"}"},
		{"GET", "/api/v1/domains?limit=1.0", "", 400, "{\"code\":400,\"message\":\"The `limit` parameter should be of type integer.\"}"},
		{"GET", "/api/v1/domains?details=perhaps", "", 400, "{\"code\":400,\"message\":\"The `details` parameter should be of type boolean.\"}"},
		{"GET", "/api/v1/nowhere", "", 404, `{"code":404,"message":"no such function"}`},
		{"GET", "/elsewhere", "", 404, `{"code":404,"message":"no such function"}`},
		{"POST", "/api/v1//domains", "{}", 404, `{"code":404,"message":"no such function"}`},
		{"POST", "/api/v1/../v1/domains", "{}", 404, `{"code":404,"message":"no such function"}`},
		{"PATCH", "/api/v1/domains", "", 405, `{"code":405,"message":"wrong method"}`},
		{"DELETE", "/api/v1/records", `{"dns_zone_id":7}`, 200, `{"got":"7"}`},
		{"PUT", "/api/v1/nothing", "", 204, ""},
		{"POST", "/api/v1/domains", `{"name":"a.example"}`, 201, `{"name":"a.example","renew":false,"status":[]}`},
		{"POST", "/api/v1/domains", ` {"name" : "x" , "name":"a.example" , "label":null, "extra":[{"a":"]}"}], "Name":"no" } `, 201,
			`{"name":"a.example","label":null,"renew":false,"status":[]}`},
		{"POST", "/api/v1/domains", `{"name":"a.example","label":"l\u00e9\ud83d\ude00\"","renewable":1,"sure":false,"priority":"10"}`, 201,
			`{"name":"a.example","label":"lé😀\"","renew":true,"status":["sure false","priority 10"]}`},
		{"POST", "/api/v1/domains", `{"name":"a.example","hosts":[{"hostname":"ns1","ipv4":["192.0.2.1"]},{"hostname":"ns2"}]}`, 201,
			`{"name":"a.example","renew":false,"status":["ns1[192.0.2.1]","ns2[]"]}`},
		{"POST", "/api/v1/domains", `{"name":"taken.example"}`, 409, `{"code":202,"message":"Domain 'taken.example' is NOT available."}`},
		{"POST", "/api/v1/domains", `{}`, 422, `{"code":209,"message":"name required!"}`},
		{"POST", "/api/v1/domains", ``, 422, `{"code":209,"message":"name required!"}`},
		{"POST", "/api/v1/domains", `{"name":null}`, 422, `{"code":209,"message":"name required!"}`},
		{"POST", "/api/v1/domains", `{"name":5}`, 400, "{\"code\":400,\"message\":\"The `name` parameter should be of type string.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":"1"}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":1.0}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":1e3}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":99999999999999999999}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":true}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","renewable":[]}`, 400, "{\"code\":400,\"message\":\"The `renewable` parameter should be of type integer.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","price":1e999}`, 400, "{\"code\":400,\"message\":\"The `price` parameter should be of type number.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","sure":"yes"}`, 400, "{\"code\":400,\"message\":\"The `sure` parameter should be of type boolean.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","hosts":{}}`, 400, "{\"code\":400,\"message\":\"The `hosts` parameter should be of type array.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","hosts":[7]}`, 400, "{\"code\":400,\"message\":\"The `hosts` parameter should be of type object.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","hosts":[null]}`, 400, "{\"code\":400,\"message\":\"The `hosts` parameter should be of type object.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","hosts":[{}]}`, 400, "{\"code\":400,\"message\":\"`hosts.hostname` is required.\"}"},
		{"POST", "/api/v1/domains", `{"name":"a","codes":[1]}`, 400, "{\"code\":400,\"message\":\"The `codes` parameter should be of type string.\"}"},
		{"POST", "/api/v1/domains", `[]`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"a"} x`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"a"}{}`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"a`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"` + "\xff" + `"}`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"a\u0000"}`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"\ud800"}`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"a","extra":` + deep + `}`, 400, `{"code":0,"message":"the request cannot be read"}`},
		{"POST", "/api/v1/domains", `{"name":"` + strings.Repeat("a", 1<<20) + `"}`, 413, `{"code":413,"message":"Too long."}`},
		{"POST", "/api/v1/broken", ``, 500, `{"code":500,"message":"Internal error."}`},
		{"POST", "/api/v1/panic", ``, 500, `{"code":500,"message":"Internal error."}`},
	} {
		res := ask(c.method, c.path, c.body)
		got := text(t, res)
		if res.StatusCode != c.status || got != c.want {
			t.Errorf("%s %s %.80s\n got %d %s\nwant %d %s", c.method, c.path, c.body, res.StatusCode, got, c.status, c.want)
		}
		if res.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s %s: no request id", c.method, c.path)
		}
		if c.want != "" && res.ContentLength != int64(len(c.want)) {
			t.Errorf("%s %s: Content-Length %d of %d", c.method, c.path, res.ContentLength, len(c.want))
		}
		if got := res.Header.Get("Content-Type"); c.want != "" && got != "application/json" {
			t.Errorf("%s %s: Content-Type %q", c.method, c.path, got)
		}
	}
}

func TestAuthenticate(t *testing.T) {
	ask, _ := serve(t, testDialect())
	res := ask("GET", "/api/v1/who", "", "X-Request-Id", "mine-1")
	id := res.Header.Get("X-Request-Id")
	want := `{"registrar":"best-names","account":"alice","face":"plain","request":"` + id + `","client":"mine-1","address":"127.0.0.1"}`
	if got := text(t, res); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	res = ask("GET", "/api/v1/who", "", "Authorization", "")
	if got := text(t, res); res.StatusCode != 401 || got != `{"code":401,"message":"Token not provided"}` || res.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("no token: %d %s %v", res.StatusCode, got, res.Header)
	}
	if got := text(t, ask("GET", "/api/v1/guest", "", "Authorization", "")); got != `{"got":""}` {
		t.Errorf("guest: %s", got)
	}
	if res := ask("GET", "/api/v1/guest", "", "Authorization", "Bearer mallory"); res.StatusCode != 401 {
		t.Errorf("guest with a bad token: %d", res.StatusCode)
	}
	if got := ask("PATCH", "/api/v1/domains", "").Header.Get("Allow"); got != "GET, POST" {
		t.Errorf("Allow: %s", got)
	}
}

func TestInternalErrorsAreLoggedAndNotShown(t *testing.T) {
	ask, log := serve(t, testDialect())
	for path, want := range map[string]string{"/api/v1/broken": "disk is full", "/api/v1/panic": "at the disco"} {
		id := ask("POST", path, "").Header.Get("X-Request-Id")
		if !strings.Contains(log.String(), want) || !strings.Contains(log.String(), "request="+id) {
			t.Errorf("%s: the log has neither %q nor %s: %s", path, want, id, log)
		}
	}
	if !strings.Contains(log.String(), "goroutine") {
		t.Error("a panic is logged without its stack")
	}
}

func TestETagAnswersNotModified(t *testing.T) {
	ask, _ := serve(t, testDialect())
	tag := ask("GET", "/api/v1/ping", "").Header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag %q", tag)
	}
	if res := ask("GET", "/api/v1/ping", "", "If-None-Match", tag); res.StatusCode != 304 || text(t, res) != "" {
		t.Errorf("got %d", res.StatusCode)
	}
	if res := ask("HEAD", "/api/v1/ping", ""); res.StatusCode != 200 || res.ContentLength != 21 {
		t.Errorf("HEAD: %d, %d bytes", res.StatusCode, res.ContentLength)
	}
}

func TestFileIsSentAsItIs(t *testing.T) {
	ask, _ := serve(t, testDialect())
	res := ask("GET", "/api/v1/invoice/7/download", "")
	if got := text(t, res); got != "%PDF-1.7" || res.Header.Get("Content-Type") != "application/pdf" ||
		res.Header.Get("Content-Disposition") != "attachment; filename=invoice.pdf" {
		t.Errorf("%s %v", got, res.Header)
	}
}

func TestAddressBehindProxies(t *testing.T) {
	server := rest.Server{Runner: &command.Runner{}, Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, Forwarded: "X-Forwarded-For"}
	var status int
	server.OnResponse = func(_ *rest.Call, s int, _ time.Duration) { status = s }
	h := server.Handler(testDialect())
	for _, c := range []struct{ peer, forwarded, want string }{
		{"198.51.100.7:9", "203.0.113.1", "198.51.100.7"},
		{"192.0.2.1:9", "", "192.0.2.1"},
		{"192.0.2.1:9", "203.0.113.1", "203.0.113.1"},
		{"192.0.2.1:9", "10.0.0.1, 203.0.113.1, 192.0.2.2", "203.0.113.1"},
		{"192.0.2.1:9", "nonsense", "192.0.2.1"},
		{"[::ffff:192.0.2.1]:9", "2001:db8::1", "2001:db8::1"},
	} {
		req := httptest.NewRequest("GET", "/api/v1/who", nil)
		req.RemoteAddr = c.peer
		req.Header.Set("Authorization", "Bearer alice")
		req.Header.Set("X-Forwarded-For", c.forwarded)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if !strings.Contains(w.Body.String(), `"address":"`+c.want+`"`) || status != 200 {
			t.Errorf("%+v: %s (status %d)", c, w.Body, status)
		}
	}
}
