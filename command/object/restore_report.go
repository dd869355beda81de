package object

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// ReportRestore accepts and stores the restore report of a domain in phase
// pendingRestore (RFC 3915 section 4.2.5).
type ReportRestore struct {
	Name   string
	Report *registry.RestoreReport // its At is set by Run; nil: nothing to store
}

func (c ReportRestore) Run(t *command.Tx) (registry.Domain, error) {
	d, _, err := LoadOwnDomain(t, c.Name)
	if err != nil {
		return d, err
	}
	after, err := d.AcceptReport()
	if err != nil {
		return d, err
	}
	if c.Report != nil {
		r := *c.Report
		r.At, after.RestoreReport = t.Now, &r
	}
	return after, command.SaveDomain(t, registry.VerbReport, d, after)
}
