package rest_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/frontend/rest"
)

func TestStreamIsAnArray(t *testing.T) {
	ask, _ := serve(t, testDialect())
	for path, want := range map[string]string{
		"/api/v1/stream/0": `{"total":0,"domains":[],"more":true}`,
		"/api/v1/stream/2": `{"total":2,"domains":[{"name":"a0.example","renew":false,"status":["ok"]},{"name":"a1.example","renew":false,"status":["ok"]}],"more":true}`,
		"/api/v1/bare":     `[{"name":"a0.example","renew":false,"status":["ok"]},{"name":"a1.example","renew":false,"status":["ok"]}]`,
	} {
		res := ask("GET", path, "")
		if got := text(t, res); got != want || res.ContentLength != int64(len(want)) {
			t.Errorf("%s (Content-Length %d)\n got %s\nwant %s", path, res.ContentLength, got, want)
		}
	}
}

func TestLongStreamIsChunked(t *testing.T) {
	ask, _ := serve(t, testDialect())
	res := ask("GET", "/api/v1/stream/20000", "")
	if res.ContentLength != -1 {
		t.Errorf("Content-Length %d", res.ContentLength)
	}
	var got struct {
		Domains []domain
		More    bool
	}
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || len(got.Domains) != 20000 || !got.More {
		t.Errorf("%d domains, more %v: %v", len(got.Domains), got.More, err)
	}
}

func TestBrokenStream(t *testing.T) {
	ask, log := serve(t, testDialect())
	// Before the first flush nothing is sent, so there is an error response.
	if res := ask("GET", "/api/v1/stream/3?break=1", ""); res.StatusCode != 500 || text(t, res) != `{"code":500,"message":"Internal error."}` {
		t.Errorf("early: %d", res.StatusCode)
	}
	// After it, the client must get an error, not a complete response.
	res := ask("GET", "/api/v1/stream/20000?break=1", "")
	if body, err := io.ReadAll(res.Body); err == nil {
		t.Errorf("late: the client read %d bytes and no error", len(body))
	}
	if strings.Count(log.String(), "disk is full") != 2 {
		t.Errorf("log: %s", log)
	}
}

func TestNoStringLooksLikeASeq(t *testing.T) {
	for _, s := range []string{`"\u0072est.Seq"`, "rest.Seq", `\u0072est.Seq`, `\"\u0072est.Seq`} {
		got, err := rest.EncodeJSON(struct {
			A string
			B rest.Seq[int]
			C string
		}{s, nil, s})
		plain, _ := json.Marshal(s)
		if want := `{"A":` + string(plain) + `,"B":[],"C":` + string(plain) + `}`; err != nil || string(got) != want {
			t.Errorf("%q: %v\n got %s\nwant %s", s, err, got, want)
		}
	}
}

func TestOptInAnAnswer(t *testing.T) {
	type out struct {
		A, B, C rest.Opt[int] `json:",omitzero"`
	}
	got, err := rest.EncodeJSON(out{B: rest.Null[int](), C: rest.Some(5)})
	if want := `{"B":null,"C":5}`; err != nil || string(got) != want {
		t.Errorf("got %s, want %s, %v", got, want, err)
	}
}
