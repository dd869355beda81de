package repp

import (
	"cmp"
	"slices"
	"time"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// row is a domain in edition 2020: the 29 columns of the original's database
// table, in this order (docs/contracts/ee.md section 1.2).
type row struct {
	ID           int64              `json:"id" example:"7"`
	Name         string             `json:"name" example:"private.ee"`
	Registrar    int64              `json:"registrar_id"`
	ValidTo      moment             `json:"valid_to"`
	Registrant   rest.Opt[int64]    `json:"registrant_id"`
	Created      moment             `json:"created_at"`
	Updated      moment             `json:"updated_at"`
	Dirty        string             `json:"name_dirty" example:"private.ee"`
	Puny         string             `json:"name_puny" example:"private.ee"`
	Period       int                `json:"period" example:"1"`
	PeriodUnit   string             `json:"period_unit" example:"y"`
	Creator      rest.Opt[string]   `json:"creator_str" example:"2-ApiUser: test"`
	Updator      rest.Opt[string]   `json:"updator_str"`
	Outzone      moment             `json:"outzone_at"`
	Delete       date               `json:"delete_date"`
	Asked        moment             `json:"registrant_verification_asked_at"`
	Token        rest.Opt[string]   `json:"registrant_verification_token" doc:"Always null: only the registrant gets it"`
	Pending      map[string]any     `json:"pending_json"`
	ForceDelete  date               `json:"force_delete_date"`
	Statuses     []registry.Status  `json:"statuses"`
	StatusNotes  map[string]string  `json:"status_notes"`
	UpdatedByID  rest.Opt[int64]    `json:"upid"`
	UpdatedByAt  moment             `json:"up_date"`
	UUID         string             `json:"uuid"`
	Locked       moment             `json:"locked_by_registrant_at"`
	ForceStart   moment             `json:"force_delete_start"`
	ForceData    *map[string]string `json:"force_delete_data"`
	TransferCode string             `json:"auth_info" example:"367b1e6d1f0d9aa190971ad8f571cd4d"`
	ValidFrom    moment             `json:"valid_from"`
}

func encodeRow(s object.DomainWithContacts) any {
	d := s.Domain
	r := row{
		ID: d.Number, Name: d.Name.Unicode(), Registrar: s.Registrar.Number, ValidTo: moment(d.Expires), Registrant: rest.Null[int64](),
		Created: moment(d.Created), Updated: moment(lastChanged(d)), Dirty: d.Name.Unicode(), Puny: string(d.Name),
		Period: d.Term.N, PeriodUnit: string(d.Term.Unit), Creator: nullable(s.Creator), Updator: nullable(s.Updater),
		Outzone: moment(s.OutzoneAt), Delete: date(s.ReleaseAt), Token: rest.Null[string](), Pending: encodePending(s),
		Statuses: statuses2020(d), StatusNotes: notes2020(d), UpdatedByID: rest.Null[int64](), UpdatedByAt: moment(d.Updated), UUID: d.UUID,
		TransferCode: s.AuthInfo, ValidFrom: moment(d.Created),
	}
	if p, ok := s.Contacts[d.Registrant]; ok {
		r.Registrant = rest.Some(p.Number)
	}
	if s.Updater != "" {
		r.UpdatedByID = rest.Some(s.Registrar.Number)
	}
	if d.Pending != nil {
		r.Asked = moment(d.Pending.Requested)
	}
	if d.Lock != nil {
		r.Locked = moment(d.Lock.Since)
	}
	if d.Force != nil {
		r.ForceDelete, r.ForceStart = date(d.Force.Delete), moment(d.Force.Start)
		r.ForceData = &map[string]string{"reason": d.Force.Reason}
	}
	return r
}

// lastChanged returns the time of the last change of d, or of its creation.
func lastChanged(d registry.Domain) time.Time {
	if d.Updated.IsZero() {
		return d.Created
	}
	return d.Updated
}

// encodePending returns the registrant that a pending change proposes, without
// the token that confirms it; empty if there is none.
func encodePending(s object.DomainWithContacts) map[string]any {
	p := s.Domain.Pending
	if p == nil || p.Registrant == "" {
		return map[string]any{}
	}
	c := s.Contacts[p.Registrant]
	return map[string]any{"new_registrant_id": c.Number, "new_registrant_email": c.Email, "new_registrant_name": c.Postal.Name}
}

// statuses2020 returns the statuses of d in edition 2020, which shows
// serverObjUpdateProhibited as serverUpdateProhibited.
func statuses2020(d registry.Domain) []registry.Status {
	all := d.AllStatuses()
	for i, s := range all {
		if s == registry.ServerObjUpdateProhibited {
			if d.Has(registry.ServerUpdateProhibited) {
				return slices.Delete(all, i, i+1)
			}
			all[i] = registry.ServerUpdateProhibited
		}
	}
	return all
}

// notes2020 returns notesOf(d) with the status names of edition 2020.
func notes2020(d registry.Domain) map[string]string {
	all := notesOf(d)
	if note, ok := all[string(registry.ServerObjUpdateProhibited)]; ok {
		delete(all, string(registry.ServerObjUpdateProhibited))
		all[string(registry.ServerUpdateProhibited)] = cmp.Or(all[string(registry.ServerUpdateProhibited)], note)
	}
	return all
}

// notesOf returns the notes of the statuses that are set on d, by status.
func notesOf(d registry.Domain) map[string]string {
	notes := map[string]string{}
	for _, s := range d.Statuses {
		notes[string(s.Status)] = s.Note
	}
	return notes
}

// statusNotes returns every status of d, set or derived, with its note or "".
func statusNotes(d registry.Domain) map[string]string {
	all := notesOf(d)
	for _, s := range d.AllStatuses() {
		all[string(s)] = cmp.Or(all[string(s)], "")
	}
	return all
}
