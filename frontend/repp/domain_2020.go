package repp

import (
	"cmp"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// row is a domain in edition 2020: the 29 columns of the original's database
// table, in this order (docs/contracts/ee.md section 1.2).
type row struct {
	ID           int64              `json:"id" example:"7"`
	Name         string             `json:"name" example:"private.ee"`
	Registrar    int64              `json:"registrar_id"`
	ValidTo      ee.LocalTime       `json:"valid_to"`
	Registrant   rest.Opt[int64]    `json:"registrant_id"`
	Created      ee.LocalTime       `json:"created_at"`
	Updated      ee.LocalTime       `json:"updated_at"`
	Dirty        string             `json:"name_dirty" example:"private.ee"`
	Puny         string             `json:"name_puny" example:"private.ee"`
	Period       int                `json:"period" example:"1"`
	PeriodUnit   string             `json:"period_unit" example:"y"`
	Creator      rest.Opt[string]   `json:"creator_str" example:"2-ApiUser: test"`
	Updator      rest.Opt[string]   `json:"updator_str"`
	Outzone      ee.LocalTime       `json:"outzone_at"`
	Delete       ee.Date            `json:"delete_date"`
	Asked        ee.LocalTime       `json:"registrant_verification_asked_at"`
	Token        rest.Opt[string]   `json:"registrant_verification_token" doc:"Always null: only the registrant gets it"`
	Pending      map[string]any     `json:"pending_json"`
	ForceDelete  ee.Date            `json:"force_delete_date"`
	Statuses     []registry.Status  `json:"statuses"`
	StatusNotes  map[string]string  `json:"status_notes"`
	UpdatedByID  rest.Opt[int64]    `json:"upid"`
	UpdatedByAt  ee.LocalTime       `json:"up_date"`
	UUID         string             `json:"uuid"`
	Locked       ee.LocalTime       `json:"locked_by_registrant_at"`
	ForceStart   ee.LocalTime       `json:"force_delete_start"`
	ForceData    *map[string]string `json:"force_delete_data"`
	TransferCode string             `json:"auth_info" example:"367b1e6d1f0d9aa190971ad8f571cd4d"`
	ValidFrom    ee.LocalTime       `json:"valid_from"`
}

func encodeRow(s object.DomainWithContacts) any {
	d := s.Domain
	r := row{
		ID: d.Number, Name: d.Name.Unicode(), Registrar: s.Registrar.Number, ValidTo: ee.LocalTime(d.Expires), Registrant: rest.Null[int64](),
		Created: ee.LocalTime(d.Created), Updated: ee.LocalTime(ee.LastChanged(d)), Dirty: d.Name.Unicode(), Puny: string(d.Name),
		Period: d.Term.N, PeriodUnit: string(d.Term.Unit), Creator: ee.Nullable(ee.AuthorName(s.Creator)), Updator: ee.Nullable(ee.AuthorName(s.Updater)),
		Outzone: ee.LocalTime(s.OutzoneAt), Delete: ee.Date(s.ReleaseAt), Token: rest.Null[string](), Pending: encodePending(s),
		Statuses: ee.Statuses(d), StatusNotes: notes2020(d), UpdatedByID: rest.Null[int64](), UpdatedByAt: ee.LocalTime(d.Updated), UUID: d.UUID,
		TransferCode: s.AuthInfo, ValidFrom: ee.LocalTime(d.Created),
	}
	if p, ok := s.Contacts[d.Registrant]; ok {
		r.Registrant = rest.Some(p.Number)
	}
	if s.Updater.ID != "" {
		r.UpdatedByID = rest.Some(s.Registrar.Number)
	}
	r.Asked, r.Locked = ee.LocalTime(ee.RequestedAt(d)), ee.LocalTime(ee.LockedAt(d))
	if d.Force != nil {
		r.ForceDelete, r.ForceStart = ee.Date(d.Force.Delete), ee.LocalTime(d.Force.Start)
		r.ForceData = &map[string]string{"reason": d.Force.Reason}
	}
	return r
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

// statusNotes returns every status of d, set or derived, with its note or "", in the
// words of edition 2026.
func statusNotes(d registry.Domain) map[string]string {
	return addStatuses(notesOf(d), d.AllStatuses())
}

// statusNotes2020 returns statusNotes(d) in the words of edition 2020.
func statusNotes2020(d registry.Domain) map[string]string {
	return addStatuses(notes2020(d), ee.Statuses(d))
}

// addStatuses returns notes with "" for each status that has none.
func addStatuses(notes map[string]string, all []registry.Status) map[string]string {
	for _, s := range all {
		notes[string(s)] = cmp.Or(notes[string(s)], "")
	}
	return notes
}
