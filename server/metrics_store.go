package server

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// storeMetrics is the Prometheus collector of what the store of an environment knows. A
// metric that the store fails to tell is logged and left out, so that a counter never
// falls.
type storeMetrics struct{ *Environment }

// metricsTimeout bounds the reading of the store for one scrape.
const metricsTimeout = 5 * time.Second

var (
	changesTotal = prometheus.NewDesc("cadastre_changes_total", "Sequence number of the newest change in the change log.", nil, nil)
	dnsHeld      = prometheus.NewDesc("cadastre_dns_check_waiting", "Domains that wait for their name servers to answer for them; only with dns_check.resolver.", nil, nil)
	dueNames     = prometheus.NewDesc("cadastre_due_names", "Domains that are due and not advanced yet, at most 1000.", nil, nil)
)

// Describe sends the descriptions of the metrics.
func (m storeMetrics) Describe(c chan<- *prometheus.Desc) {
	c <- changesTotal
	c <- dueNames
	c <- dnsHeld
}

// Collect sends the metrics that the store tells.
func (m storeMetrics) Collect(c chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), metricsTimeout)
	defer cancel()
	seq, err := m.lastSeq(ctx)
	m.collect(c, changesTotal, prometheus.CounterValue, float64(seq), err)
	due, err := command.Ask(ctx, m.Runner, registry.Actor{}, object.DueDomains{Limit: 1000})
	m.collect(c, dueNames, prometheus.GaugeValue, float64(len(due)), err)
	if m.checker != nil {
		m.collect(c, dnsHeld, prometheus.GaugeValue, float64(m.checker.Waiting()), nil)
	}
}

func (m storeMetrics) collect(c chan<- prometheus.Metric, what *prometheus.Desc, kind prometheus.ValueType, value float64, err error) {
	if err != nil {
		m.log.Warn("a metric cannot be read from the store", "metric", what.String(), "error", err)
		return
	}
	c <- prometheus.MustNewConstMetric(what, kind, value)
}

// lastSeq returns the sequence number of the newest change in the change log.
func (e *Environment) lastSeq(ctx context.Context) (seq uint64, err error) {
	err = e.Runner.Store.View(ctx, func(tx store.Tx) (err error) {
		seq, err = tx.LastSeq()
		return err
	})
	return seq, err
}
