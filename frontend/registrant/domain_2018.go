package registrant

import (
	"time"

	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/registry"
)

// row is a domain in edition 2018: a row of the original's database table, with
// the keys at the end that the original's code added. It is the same in lists
// and alone. The legacy_ keys are always null.
type row struct {
	ID           string  `json:"id" example:"98d1083a-8863-4153-93e4-caee4a013535"`
	Name         string  `json:"name" doc:"In Unicode" example:"a.ee"`
	Registrar    string  `json:"registrar" doc:"Name of the registrar" example:"Best Names"`
	ValidFrom    moment  `json:"valid_from"`
	RegisteredAt moment  `json:"registered_at" doc:"Same as valid_from"`
	ValidTo      moment  `json:"valid_to"`
	RegistrantID int64   `json:"registrant_id"`
	TransferCode string  `json:"transfer_code" doc:"Empty unless the person is registrant or administrative contact"`
	CreatedAt    moment  `json:"created_at"`
	UpdatedAt    moment  `json:"updated_at"`
	NameDirty    string  `json:"name_dirty"`
	NamePuny     string  `json:"name_puny" doc:"In A-labels"`
	Period       int     `json:"period" doc:"Term of the last registration or renewal"`
	PeriodUnit   string  `json:"period_unit" enum:"y,m"`
	Creator      *string `json:"creator_str"`
	Updator      *string `json:"updator_str"`

	LegacyID           *int64 `json:"legacy_id" doc:"Always null"`
	LegacyRegistrarID  *int64 `json:"legacy_registrar_id" doc:"Always null"`
	LegacyRegistrantID *int64 `json:"legacy_registrant_id" doc:"Always null"`

	OutzoneAt  moment  `json:"outzone_at" doc:"When the domain leaves the zone if it is not renewed"`
	DeleteAt   moment  `json:"delete_at" doc:"When the domain may be released if it is not renewed"`
	AskedAt    moment  `json:"registrant_verification_asked_at"`
	AskedToken *string `json:"registrant_verification_token" doc:"Always null: the token is secret"`
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
		ValidFrom: moment(d.Created), RegisteredAt: moment(d.Created), ValidTo: moment(d.Expires),
		RegistrantID: h.Registrant.Number, TransferCode: h.AuthInfo, CreatedAt: moment(d.Created), UpdatedAt: moment(lastChanged(d)),
		NameDirty: d.Name.Unicode(), NamePuny: d.Name.String(), Period: d.Term.N, PeriodUnit: unit(d.Term),
		Creator: nullable(h.CreatedBy), Updator: nullable(h.UpdatedBy),
		OutzoneAt: moment(h.OutzoneAt), DeleteAt: moment(h.ReleaseAt),
		Statuses: statuses(d, Edition2018), Reserved: h.Reserved, Notes: map[string]string{}, Backup: []string{},
		Registrant: h.Registrant.Postal.Name, Nameservers: []string{},
	}
	out.AskedAt, out.LockedAt, out.ForceAt = moment(askedAt(d)), moment(lockedAt(d)), moment(forceDeleteAt(d))
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

// statuses returns the statuses of d in an edition: 2018 shows
// serverObjUpdateProhibited as serverUpdateProhibited.
func statuses(d registry.Domain, e Edition) []string {
	list := []string{}
	for _, s := range d.AllStatuses() {
		if e == Edition2018 && s == registry.ServerObjUpdateProhibited {
			if d.Has(registry.ServerUpdateProhibited) {
				continue
			}
			s = registry.ServerUpdateProhibited
		}
		list = append(list, string(s))
	}
	return list
}

// lastChanged returns the time of the last change of d, or of its creation.
func lastChanged(d registry.Domain) time.Time {
	if d.Updated.IsZero() {
		return d.Created
	}
	return d.Updated
}

func askedAt(d registry.Domain) (at time.Time) {
	if d.Pending != nil {
		at = d.Pending.Requested
	}
	return at
}

func lockedAt(d registry.Domain) (at time.Time) {
	if d.Lock != nil {
		at = d.Lock.Since
	}
	return at
}

func forceDeleteAt(d registry.Domain) (at time.Time) {
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

// nullable returns a pointer to s, or nil (null) if s is empty.
func nullable(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
