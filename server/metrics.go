package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// metrics holds the Prometheus metrics of an environment.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	commands *prometheus.HistogramVec
}

// buckets are the histogram bounds of durations, in seconds: a read takes less than a
// millisecond, a write a few, a login about fifty.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func newMetrics(e *Environment) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cadastre_request_seconds", Help: "Duration of requests, by frontend, route and class of status.", Buckets: buckets,
		}, []string{"face", "route", "class"}),
		commands: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "cadastre_command_seconds", Help: "Duration of commands, by verb and EPP result code.", Buckets: buckets,
		}, []string{"verb", "code"}),
	}
	prometheus.WrapRegistererWith(prometheus.Labels{"environment": e.Name}, m.registry).MustRegister(
		m.requests, m.commands,
		storeMetrics{e},
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "cadastre_view_changes_total", Help: "Sequence number of the newest change in the in-memory views.",
		}, func() float64 { return float64(e.follower.Seq()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "cadastre_view_unapplied_total", Help: "Changes that the in-memory views lack since they could not be applied.",
		}, func() float64 { return float64(e.follower.Unapplied()) }),
	)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler serves /metrics.
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// observeCommand counts a command. It is the Runner's Observe.
func (m *metrics) observeCommand(verb string, code registry.Code, took time.Duration) {
	m.commands.WithLabelValues(verb, strconv.Itoa(int(code))).Observe(took.Seconds())
}

// observeCall counts a call of a dialect. It is the callback of the rest.Server.
func (m *metrics) observeCall(c *rest.Call, status int, took time.Duration) {
	route := "none"
	if c.Route != nil {
		route = c.Route.Pattern
	}
	m.observeRequest(c.Dialect.Name, route, status, took)
}

// observeRequest counts a request by its HTTP status.
func (m *metrics) observeRequest(frontend, route string, status int, took time.Duration) {
	class := strconv.Itoa(max(status, 100)/100) + "xx"
	m.requests.WithLabelValues(frontend, route, class).Observe(took.Seconds())
}

// instrument counts the requests that h serves.
func (m *metrics) instrument(frontend, route string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		recorder := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func(start time.Time) { m.observeRequest(frontend, route, recorder.status, time.Since(start)) }(time.Now())
		h.ServeHTTP(recorder, req)
	})
}

// A statusWriter records the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
