package registrant

import (
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/registry"
)

// A row is a name as the manual of 2018 shows it, in lists and alone: a row of
// the original's table, with a few keys of the code of that time at the end.
// What is null here is always null.
type row struct {
	ID           string  `json:"id" example:"98d1083a-8863-4153-93e4-caee4a013535"`
	Name         string  `json:"name" doc:"In Unicode" example:"a.ee"`
	Registrar    string  `json:"registrar" doc:"Name of the registrar" example:"Best Names"`
	ValidFrom    moment  `json:"valid_from"`
	RegisteredAt moment  `json:"registered_at" doc:"As valid_from"`
	ValidTo      moment  `json:"valid_to"`
	RegistrantID int64   `json:"registrant_id"`
	TransferCode string  `json:"transfer_code" doc:"Empty unless the person is registrant or administrative contact"`
	CreatedAt    moment  `json:"created_at"`
	UpdatedAt    moment  `json:"updated_at"`
	NameDirty    string  `json:"name_dirty"`
	NamePuny     string  `json:"name_puny" doc:"In A-labels"`
	Period       int     `json:"period" doc:"What was bought last"`
	PeriodUnit   string  `json:"period_unit" enum:"y,m"`
	Creator      *string `json:"creator_str"`
	Updator      *string `json:"updator_str"`

	LegacyID           *int64 `json:"legacy_id" doc:"Always null"`
	LegacyRegistrarID  *int64 `json:"legacy_registrar_id" doc:"Always null"`
	LegacyRegistrantID *int64 `json:"legacy_registrant_id" doc:"Always null"`

	OutzoneAt  moment  `json:"outzone_at" doc:"When it leaves the zone if it is not renewed"`
	DeleteAt   moment  `json:"delete_at" doc:"When it may go if it is not renewed"`
	AskedAt    moment  `json:"registrant_verification_asked_at"`
	AskedToken *string `json:"registrant_verification_token" doc:"Always null: it would decide"`
	LockedAt   moment  `json:"locked_by_registrant_at"`
	Pending    none    `json:"pending_json" doc:"Always empty"`
	ForceAt    moment  `json:"force_delete_at"`

	Statuses []string          `json:"statuses"`
	Reserved bool              `json:"reserved"`
	Notes    map[string]string `json:"status_notes" doc:"By status"`
	Backup   []string          `json:"statuses_backup" doc:"Always empty"`

	Registrant  string   `json:"registrant" doc:"Name of the registrant"`
	Nameservers []string `json:"nameservers"`
}

// none is an object without members.
type none struct{}

func rowsOf(held command.Held) []row {
	rows := []row{}
	for _, h := range held.Names {
		rows = append(rows, rowOf(h))
	}
	return rows
}

func rowOf(h command.Holding) row {
	d := h.Domain
	out := row{
		ID: d.UUID, Name: d.Name.Unicode(), Registrar: h.Registrar.Name,
		ValidFrom: moment(d.Created), RegisteredAt: moment(d.Created), ValidTo: moment(d.Expires),
		RegistrantID: h.Registrant.Number, TransferCode: h.AuthInfo, CreatedAt: moment(d.Created), UpdatedAt: moment(updated(d)),
		NameDirty: d.Name.Unicode(), NamePuny: d.Name.String(), Period: d.Term.N, PeriodUnit: unit(d.Term),
		Creator: text(h.CreatedBy), Updator: text(h.UpdatedBy),
		OutzoneAt: moment(h.Outzone), DeleteAt: moment(h.Gone),
		Statuses: statuses(d, Seed), Reserved: h.Reserved, Notes: map[string]string{}, Backup: []string{},
		Registrant: h.Registrant.Postal.Name, Nameservers: []string{},
	}
	out.AskedAt, out.LockedAt, out.ForceAt = moment(asked(d)), moment(locked(d)), moment(forced(d))
	for _, s := range d.Statuses {
		if s.Note != "" {
			out.Notes[string(s.Status)] = s.Note
		}
	}
	for _, ns := range d.Nameservers {
		out.Nameservers = append(out.Nameservers, ns.Host.Unicode())
	}
	return out
}

// statuses are d's, as an edition spells them: what the registrant's lock
// forbids first was once called serverUpdateProhibited.
func statuses(d registry.Domain, e Edition) []string {
	list := []string{}
	for _, s := range d.All() {
		if e == Seed && s == registry.ServerObjUpdateProhibited {
			if d.Has(registry.ServerUpdateProhibited) {
				continue
			}
			s = registry.ServerUpdateProhibited
		}
		list = append(list, string(s))
	}
	return list
}

func updated(d registry.Domain) time.Time {
	if d.Updated.IsZero() {
		return d.Created
	}
	return d.Updated
}

func asked(d registry.Domain) (at time.Time) {
	if d.Pending != nil {
		at = d.Pending.Asked
	}
	return at
}

func locked(d registry.Domain) (at time.Time) {
	if d.Lock != nil {
		at = d.Lock.Since
	}
	return at
}

func forced(d registry.Domain) (at time.Time) {
	if d.Force != nil {
		at = d.Force.Delete
	}
	return at
}

func unit(t registry.Term) string {
	if t.Unit == 'm' {
		return "m"
	}
	return "y"
}

// text is s, or null where it says nothing.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
