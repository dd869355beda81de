package rest_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store/sqlite"
)

// A countCommand counts how often it runs.
type countCommand struct{ runs *int }

func (c countCommand) Run(*command.Tx) (int, error) {
	*c.runs++
	return *c.runs, nil
}

// A timeQuery returns the time of its snapshot.
type timeQuery struct{ fail bool }

func (q timeQuery) Answer(s *command.Snapshot) (time.Time, error) {
	if q.fail {
		return time.Time{}, registry.ErrNoName
	}
	return s.Now, nil
}

type count struct {
	Runs int `json:"runs"`
}

func TestRunOptions(t *testing.T) {
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	now := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	runner := &command.Runner{Store: st, Clock: func() time.Time { return now }}
	runs := 0
	d := &rest.Dialect{
		Name: "ticks",
		RunOptions: func(c *rest.Call) rest.RunOptions {
			q := c.Request.URL.Query()
			return rest.RunOptions{DryRun: q.Get("test_mode") == "1", IdempotencyKey: q.Encode(), Window: 30 * time.Second}
		},
		Routes: []rest.Route{
			rest.Handle("POST /tick", "Count", 200, func(nothing) command.Command[int] { return countCommand{&runs} }, func(n int) count { return count{n} }),
			rest.HandleQuery("GET /time", "Tell the time", 200, func(in struct {
				Fail bool `query:"fail"`
			},
			) command.Query[time.Time] {
				return timeQuery{in.Fail}
			}, func(t time.Time) echo { return echo{t.Format(time.RFC3339)} }),
		},
	}
	h := rest.Handler(d, runner)
	send := func(method, path, want string) {
		t.Helper()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, path, nil))
		if w.Body.String() != want {
			t.Errorf("%s %s\n got %s\nwant %s", method, path, w.Body, want)
		}
	}
	send("POST", "/tick?a=1", `{"runs":1}`)
	send("POST", "/tick?a=1", `{"runs":1}`) // a repeated request gets the first response
	send("POST", "/tick?a=2", `{"runs":2}`)
	send("POST", "/tick?test_mode=1", `{"runs":3}`)
	send("POST", "/tick?test_mode=1", `{"runs":4}`) // a dry run stores no response
	now = now.Add(30 * time.Second)
	send("POST", "/tick?a=1", `{"runs":5}`)
	send("GET", "/time", `{"got":"2026-11-22T15:00:30Z"}`)
	send("GET", "/time?fail=1", `{"message":"the name is not registered"}`)
}
