package ee_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

func TestTimesAreEncodedWithMillisecondsAndDatesInTallinn(t *testing.T) {
	at := time.Date(2026, 2, 28, 22, 30, 0, 1_500_000, time.UTC) // 00:30 on 1 March in Tallinn
	for _, c := range []struct {
		value any
		want  string
	}{
		{ee.LocalTime(at), `"2026-03-01T00:30:00.001+02:00"`},
		{ee.LocalTime(at.AddDate(0, 6, 0)), `"2026-08-29T01:30:00.001+03:00"`},
		{ee.UTCTime(at.In(ee.Tallinn)), `"2026-02-28T22:30:00.001Z"`},
		{ee.Date(at), `"2026-03-01"`},
		{ee.LocalTime{}, "null"},
		{ee.UTCTime{}, "null"},
		{ee.Date{}, "null"},
	} {
		got, err := json.Marshal(c.value)
		if err != nil || string(got) != c.want {
			t.Errorf("%T: %s, %v, want %s", c.value, got, err, c.want)
		}
	}
}

func TestARequestSelectsAnEditionThatTheDialectHas(t *testing.T) {
	for _, c := range []struct {
		accept    []string
		requester string
		want      ee.Edition
	}{
		{nil, "", ee.Edition2020},
		{nil, "webclient", ee.Edition2026},
		{[]string{"application/json"}, "tara", ee.Edition2026},
		{[]string{"application/json; edition=2020"}, "webclient", ee.Edition2020},
		{nil, "curl", ee.Edition2020},
		{[]string{"application/json"}, "", ee.Edition2020},
		{[]string{"application/json; edition=2026"}, "", ee.Edition2026},
		{[]string{"text/html", "application/json;edition=2026, */*"}, "", ee.Edition2026},
		{[]string{"application/json; edition=2018, application/json; edition=2026"}, "", ee.Edition2026},
		{[]string{"application/json; edition=2018"}, "", ee.Edition2020},
		{[]string{"application/json; edition=2020, application/json; edition=2026"}, "", ee.Edition2020},
		{[]string{";;"}, "", ee.Edition2020},
	} {
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.Header["Accept"] = c.accept
		req.Header.Set("Requester", c.requester)
		call := &rest.Call{Request: req, Dialect: &rest.Dialect{Version: "2020"}}
		if got := ee.EditionOf(call, ee.Edition2020, ee.Edition2026); got != c.want {
			t.Errorf("Accept: %q, Requester: %s: edition %s, want %s", c.accept, c.requester, got, c.want)
		}
	}
}

func TestPreflightAllowsTheOriginOfPreflightRequestsOnly(t *testing.T) {
	for _, c := range []struct {
		name, method        string
		wrap                func(http.Handler) http.Handler
		origin, wantMethods string
		served              bool
	}{
		{"preflight of Preflight", http.MethodOptions, ee.Preflight, "https://portal.example", "POST, GET, PUT, PATCH, DELETE, OPTIONS", false},
		{"request to Preflight", http.MethodGet, ee.Preflight, "", "", true},
		{"preflight of CORS", http.MethodOptions, ee.CORS, "https://portal.example", "POST, GET, PUT, PATCH, DELETE, OPTIONS", false},
		{"request to CORS", http.MethodGet, ee.CORS, "https://portal.example", "", true},
	} {
		served := false
		h := c.wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served = true }))
		req := httptest.NewRequest(c.method, "/", nil)
		req.Header.Set("Origin", "https://portal.example")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		got := w.Header()
		if got.Get("Access-Control-Allow-Origin") != c.origin || got.Get("Access-Control-Allow-Methods") != c.wantMethods || served != c.served {
			t.Errorf("%s: %v, served %t, want origin %q, methods %q, served %t", c.name, got, served, c.origin, c.wantMethods, c.served)
		}
	}
}

func TestTheManualsShowTheLockAsServerUpdateProhibited(t *testing.T) {
	set := func(statuses ...registry.Status) registry.Domain {
		d := registry.Domain{Phase: registry.Active, Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}}}
		for _, s := range statuses {
			d.Statuses = append(d.Statuses, registry.StatusEntry{Status: s})
		}
		return d
	}
	for _, d := range []registry.Domain{
		set(registry.ServerObjUpdateProhibited),
		set(registry.ServerObjUpdateProhibited, registry.ServerUpdateProhibited),
	} {
		got := ee.Statuses(d)
		if len(got) != 1 || got[0] != registry.ServerUpdateProhibited {
			t.Errorf("%v is shown as %v", d.AllStatuses(), got)
		}
	}
}
