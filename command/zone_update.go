package command

import (
	"slices"

	"github.com/cadastre-registry/cadastre/registry"
)

// UpdateZone changes several records of a name of the actor's own at once, if
// the zone is as the actor believes (RFC 2136 section 3). Its result is the
// number of records that came, changed or went.
type UpdateZone struct {
	Zone  string
	Needs []Need
	Edits []RecordEdit
}

// A Need is what must hold before a zone is changed (RFC 2136 section 2.4).
// ErrNeed, with one of the codes of section 2.2 as its Field, says that it does
// not.
type Need struct {
	Label  string            // relative to the zone, or whole with a final dot
	Type   string            // "": any type
	Absent bool              // there must be none
	Exact  []registry.Record // if any: these, and no others of the type
}

// A RecordEdit is one change of a zone (RFC 2136 section 2.5). Record.Type and
// Record.Value say how much goes: all at the label, all of the type there, or
// one record.
type RecordEdit struct {
	Record registry.Record
	Remove bool
}

// MaxEdits bounds one UpdateZone.
const MaxEdits = 1000

func (c UpdateZone) Run(t *Tx) (int, error) {
	if len(c.Needs)+len(c.Edits) > MaxEdits {
		return 0, registry.ErrRange.On("edits", "at most 1000")
	}
	d, err := t.zone(c.Zone)
	if err != nil {
		return 0, err
	}
	before, err := t.st.Records().Of(d.Name)
	if err != nil {
		return 0, err
	}
	for _, n := range c.Needs {
		if err := n.check(d, before); err != nil {
			return 0, err
		}
	}
	after := slices.Clone(before)
	for _, e := range c.Edits {
		if after, err = e.apply(t, d, after); err != nil {
			return 0, err
		}
	}
	return t.rewrite(before, after)
}

// check looks at a zone whose SOA and NS are the storefront's.
func (n Need) check(d registry.Domain, zone []registry.Record) error {
	label, err := registry.OwnerLabel(n.Label, d.Name)
	if err != nil {
		return err
	}
	var there []registry.Record
	for _, r := range zone {
		if r.Label == label && (n.Type == "" || r.Type == n.Type) {
			there = append(there, r)
		}
	}
	some := len(there) > 0 || label == "@" && (n.Type == "" || n.Type == "SOA" || n.Type == "NS")
	fault := func(code string) error { return registry.ErrNeed.On(code, label) }
	switch {
	case n.Type == "" && n.Absent && some:
		return fault("YXDOMAIN")
	case n.Type == "" && !n.Absent && !some:
		return fault("NXDOMAIN")
	case n.Absent && some:
		return fault("YXRRSET")
	case !n.Absent && !some:
		return fault("NXRRSET")
	case len(n.Exact) == 0:
		return nil
	}
	for i, want := range n.Exact {
		want.Zone = d.Name
		if n.Exact[i], err = want.Normal(); err != nil {
			return err
		}
	}
	same := func(a, b registry.Record) bool { return a.Value == b.Value && a.Priority == b.Priority }
	covers := func(a, b []registry.Record) bool {
		return !slices.ContainsFunc(b, func(x registry.Record) bool {
			return !slices.ContainsFunc(a, func(y registry.Record) bool { return same(x, y) })
		})
	}
	if !covers(there, n.Exact) || !covers(n.Exact, there) {
		return fault("NXRRSET")
	}
	return nil
}

// apply returns the zone after one edit. What RFC 2136 section 3.4.2 passes
// over in silence changes nothing: a CNAME beside other records, and these
// beside it.
func (e RecordEdit) apply(t *Tx, d registry.Domain, zone []registry.Record) ([]registry.Record, error) {
	r := e.Record
	r.Zone = d.Name
	if e.Remove && (r.Type == "" || r.Value == "") {
		label, err := registry.OwnerLabel(r.Label, d.Name)
		if err != nil {
			return zone, err
		}
		return slices.DeleteFunc(zone, func(o registry.Record) bool {
			return o.Label == label && (r.Type == "" || o.Type == r.Type)
		}), nil
	}
	r, err := r.Normal()
	if err != nil {
		return zone, err
	}
	if e.Remove {
		return slices.DeleteFunc(zone, r.Same), nil
	}
	if i := slices.IndexFunc(zone, func(o registry.Record) bool {
		return r.Same(o) || r.Type == "CNAME" && o.Type == "CNAME" && o.Label == r.Label
	}); i >= 0 {
		r.ID, r.Updated = zone[i].ID, zone[i].Updated
		if zone[i] != r {
			r.Updated = t.Now
		}
		zone[i] = r
		return zone, nil
	}
	if r.Type == "CNAME" && r.Label == "@" || slices.ContainsFunc(zone, func(o registry.Record) bool {
		return o.Label == r.Label && (o.Type == "CNAME" || r.Type == "CNAME")
	}) {
		return zone, nil
	}
	if err := r.CheckBeside(zone); err != nil {
		return zone, err
	}
	r.Updated = t.Now
	r.ID, err = t.st.NextID()
	return append(zone, r), err
}

// rewrite makes the records of before those of after, and returns how many
// differ.
func (t *Tx) rewrite(before, after []registry.Record) (int, error) {
	n := 0
	for _, o := range before {
		if slices.ContainsFunc(after, func(r registry.Record) bool { return r.ID == o.ID }) {
			continue
		}
		n++
		if err := t.st.Records().Delete(o.ID); err != nil {
			return n, err
		}
		if err := t.append("delete", registry.KindRecord, recordKey(o), nil); err != nil {
			return n, err
		}
	}
	for _, r := range after {
		i := slices.IndexFunc(before, func(o registry.Record) bool { return o.ID == r.ID })
		verb := "create"
		if i >= 0 {
			if before[i] == r {
				continue
			}
			verb = "update"
		}
		n++
		if err := t.st.Records().Put(r); err != nil {
			return n, err
		}
		if err := t.append(verb, registry.KindRecord, recordKey(r), r); err != nil {
			return n, err
		}
	}
	return n, nil
}
