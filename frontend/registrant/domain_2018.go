package registrant

import (
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/registry"
)

// row is a domain in edition 2018: a row of the original's database table, with
// the keys at the end that the original's code added. It is the same in lists
// and alone. The legacy_ keys are always null.
type row struct {
	ID           string     `json:"id" example:"98d1083a-8863-4153-93e4-caee4a013535"`
	Name         string     `json:"name" doc:"In Unicode" example:"a.ee"`
	Registrar    string     `json:"registrar" doc:"Name of the registrar" example:"Best Names"`
	ValidFrom    ee.UTCTime `json:"valid_from"`
	RegisteredAt ee.UTCTime `json:"registered_at" doc:"Same as valid_from"`
	ValidTo      ee.UTCTime `json:"valid_to"`
	RegistrantID int64      `json:"registrant_id"`
	TransferCode string     `json:"transfer_code" doc:"Empty unless the person is registrant or administrative contact"`
	CreatedAt    ee.UTCTime `json:"created_at"`
	UpdatedAt    ee.UTCTime `json:"updated_at"`
	NameDirty    string     `json:"name_dirty"`
	NamePuny     string     `json:"name_puny" doc:"In A-labels"`
	Period       int        `json:"period" doc:"Term of the last registration or renewal"`
	PeriodUnit   string     `json:"period_unit" enum:"y,m"`
	Creator      *string    `json:"creator_str"`
	Updator      *string    `json:"updator_str"`

	LegacyID           *int64 `json:"legacy_id" doc:"Always null"`
	LegacyRegistrarID  *int64 `json:"legacy_registrar_id" doc:"Always null"`
	LegacyRegistrantID *int64 `json:"legacy_registrant_id" doc:"Always null"`

	OutzoneAt  ee.UTCTime `json:"outzone_at" doc:"When the domain leaves the zone if it is not renewed"`
	DeleteAt   ee.UTCTime `json:"delete_at" doc:"When the domain may be released if it is not renewed"`
	AskedAt    ee.UTCTime `json:"registrant_verification_asked_at"`
	AskedToken *string    `json:"registrant_verification_token" doc:"Always null: the token is secret"`
	LockedAt   ee.UTCTime `json:"locked_by_registrant_at"`
	Pending    none       `json:"pending_json" doc:"Always empty"`
	ForceAt    ee.UTCTime `json:"force_delete_at"`

	Statuses []registry.Status `json:"statuses"`
	Reserved bool              `json:"reserved"`
	Notes    map[string]string `json:"status_notes" doc:"By status"`
	Backup   []string          `json:"statuses_backup" doc:"Always empty"`

	Registrant  string   `json:"registrant" doc:"Name of the registrant"`
	Nameservers []string `json:"nameservers"`
}

// none is an object without members.
type none struct{}

func encodeRows(held registrant.PersonalDomainPage) []row {
	rows := []row{}
	for _, h := range held.Domains {
		rows = append(rows, encodeRow(h))
	}
	return rows
}

func encodeRow(h registrant.PersonalDomain) row {
	d := h.Domain
	out := row{
		ID: d.UUID, Name: d.Name.Unicode(), Registrar: h.Registrar.Name,
		ValidFrom: ee.UTCTime(d.Created), RegisteredAt: ee.UTCTime(d.Created), ValidTo: ee.UTCTime(d.Expires),
		RegistrantID: h.Registrant.Number, TransferCode: h.AuthInfo, CreatedAt: ee.UTCTime(d.Created), UpdatedAt: ee.UTCTime(ee.LastChanged(d)),
		NameDirty: d.Name.Unicode(), NamePuny: d.Name.String(), Period: d.Term.N, PeriodUnit: unit(d.Term),
		Creator: nullable(ee.AuthorName(h.Creator)), Updator: nullable(ee.AuthorName(h.Updater)),
		OutzoneAt: ee.UTCTime(h.OutzoneAt), DeleteAt: ee.UTCTime(h.ReleaseAt),
		Statuses: ee.Statuses(d), Reserved: h.Reserved, Notes: map[string]string{}, Backup: []string{},
		Registrant: h.Registrant.Postal.Name, Nameservers: []string{},
	}
	out.AskedAt, out.LockedAt, out.ForceAt = ee.UTCTime(ee.RequestedAt(d)), ee.UTCTime(ee.LockedAt(d)), ee.UTCTime(ee.ForceDeleteAt(d))
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

func unit(t registry.Term) string {
	if t.Unit == 'm' {
		return "m"
	}
	return "y"
}

// nullable returns a pointer to s, or nil (null) if s is empty.
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
