package kifdom

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/zone"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

const (
	updateRecordPattern = "PUT /dns-zones"
	deleteRecordPattern = "DELETE /dns-zones"

	recordCreated = "DNS zone successfully created."
	recordUpdated = "DNS zone successfully updated."
	recordDeleted = "DNS zone successfully deleted."
)

var createRecordRoute = rest.Handle("POST /dns-zones", "Add a record", 200, createRecord,
	doneWithTotals[registry.Record](recordCreated), rest.Doc{
		Tag:         dnsZones,
		Description: "Adds a record to the zone of a name. `GET /dns-zones/{name}` returns its id.",
		Request:     newRecord{"a.fr", record{"MX", "@", "mail1.a.example", &ten, 3600}},
		Response:    done{sampleMeta, plain{200, recordCreated}},
		Errors: append([]rest.ErrorDoc{
			{Fault: registry.ErrNoName, Description: "The account has no such name."},
			{Fault: registry.ErrRecordCount.On("zone", ""), Description: "The zone has a thousand records."},
		}, recordFaults...),
	})

var listRecordsRoute = rest.HandleQuery("GET /dns-zones/{name}", "List the records of a name", 200, listRecords, encodeRecords, rest.Doc{
	Tag:         dnsZones,
	Description: "The records of the zone, oldest first. Its name servers are not among them: see `GET /name-servers/{name}`.",
	Response: recordList{sampleMeta, []zoneRow{
		{54321, "A", "@", "192.0.2.1", nil, 1800}, {54323, "MX", "@", "mail1.a.example", &ten, 3600},
	}},
	Refusals: nameSyntaxRefusals,
	Errors:   []rest.ErrorDoc{{Fault: registry.ErrNoName, Description: "The account has no such name."}},
})

var updateRecordRoute = rest.Handle(updateRecordPattern, "Change a record", 200, updateRecord,
	doneWithoutTotals[registry.Record](recordUpdated), rest.Doc{
		Tag:         dnsZones,
		Description: "Replaces a record with all its members.",
		Request:     changedRecord{54322, record{"CNAME", "blog", "blog.a.example", nil, 3600}},
		Response:    plain{200, recordUpdated},
		Errors:      append([]rest.ErrorDoc{{Fault: registry.ErrNoRecord, Description: "The account has no such record."}}, recordFaults...),
	})

var deleteRecordRoute = rest.Handle(deleteRecordPattern, "Delete a record", 200, deleteRecord,
	doneWithoutTotals[registry.Record](recordDeleted), rest.Doc{
		Tag:         dnsZones,
		Description: "Deletes a record. The id is in a JSON body.",
		Request:     goneRecord{54322},
		Response:    plain{200, recordDeleted},
		Errors: []rest.ErrorDoc{
			{Fault: registry.ErrNoRecord, Description: "The account has no such record."},
			{Fault: registry.ErrStatus.On("status", ""), Description: "The name is about to drop."},
		},
	})

// recordFaults are the documented errors of routes that set a record.
var recordFaults = []rest.ErrorDoc{
	{Fault: registry.ErrRecord.On("value", ""), Description: "`value` is invalid for `type`."},
	{Fault: registry.ErrRecord.On("type", "SRV"), Description: "`type` is not one of the five."},
	{Fault: registry.ErrNameSyntax.On("name", "-"), Description: "`name` is not a name in this zone."},
	{Fault: registry.ErrMissing.On("priority", ""), Description: "An MX record has no `priority`."},
	{Fault: registry.ErrRange.On("priority", ""), Description: "`priority` is out of range."},
	{Fault: registry.ErrRange.On("ttl", ""), Description: "`ttl` is out of range."},
	{Fault: registry.ErrCNAMEConflict.On("name", "www"), Description: "A CNAME would have the same name as another record."},
	{Fault: registry.ErrRecordTaken.On("value", ""), Description: "The same record exists already."},
	{Fault: registry.ErrStatus.On("status", ""), Description: "The name is about to drop."},
}

// A record is the content of a record in requests.
type record struct {
	Type     string `json:"type" enum:"A,AAAA,CNAME,MX,TXT"`
	Name     string `json:"name" doc:"@ is the domain name itself" example:"www"`
	Value    string `json:"value" doc:"Of a TXT: a text, or one or several strings in quotes"`
	Priority *int   `json:"priority" lax:"true" doc:"Required for MX, ignored for others; a number, or a string of one"`
	TTL      int    `json:"ttl" doc:"Seconds" example:"3600"`
}

type newRecord struct {
	Domain rest.NameText `json:"domain_name" example:"a.fr"`
	record
}

type changedRecord struct {
	ID int64 `json:"dns_zone_id" example:"54322"`
	record
}

type goneRecord struct {
	ID int64 `json:"dns_zone_id" example:"54322"`
}

// Check requires priority for MX. It also returns ErrNoName for a domain_name that
// is invalid, because ErrNameSyntax is about the record's name.
func (in *newRecord) Check() error {
	if _, err := name.ParseLookup(string(in.Domain)); err != nil {
		return registry.ErrNoName.On("domain_name", "")
	}
	return in.record.check()
}

func (in *changedRecord) Check() error { return in.record.check() }

func (r record) check() error {
	if strings.EqualFold(r.Type, "MX") && r.Priority == nil {
		return registry.ErrMissing.On("priority", "")
	}
	return nil
}

func (r record) toValue() registry.RecordValue {
	v := registry.RecordValue{Type: r.Type, Label: r.Name, Value: r.Value, TTL: r.TTL}
	if r.Priority != nil {
		v.Priority = *r.Priority
	}
	return v
}

func createRecord(in newRecord) command.Command[resultTotals[registry.Record]] {
	return commandWithTotals(zone.CreateRecord{Domain: string(in.Domain), Record: in.toValue()})
}

func updateRecord(in changedRecord) command.Command[registry.Record] {
	return zone.UpdateRecord{ID: in.ID, Record: in.toValue()}
}

func deleteRecord(in goneRecord) command.Command[registry.Record] {
	return zone.DeleteRecord{ID: in.ID}
}

type recordList struct {
	Meta meta      `json:"meta"`
	Data []zoneRow `json:"data"`
}

// A zoneRow is a domainRecord with value instead of data.
type zoneRow struct {
	ID       int64  `json:"id"`
	Type     string `json:"type" enum:"A,AAAA,CNAME,MX,TXT"`
	Name     string `json:"name" doc:"@ is the domain name itself"`
	Value    string `json:"value" doc:"Of a TXT: a text, or one or several strings in quotes"`
	Priority *int   `json:"priority,omitempty" doc:"MX only"`
	TTL      int    `json:"ttl" doc:"Seconds"`
}

func listRecords(in named) command.Query[resultTotals[[]registry.Record]] {
	return queryWithTotals(zone.ListRecords{Domain: string(in.Name)})
}

// encodeRecords omits records of types that this API does not have, which UPDATE may have
// added. The manual's example shows an NS, but that is a copy of the example of
// GET /name-servers.
func encodeRecords(all resultTotals[[]registry.Record]) recordList {
	out := recordList{metaOf(all.Totals), []zoneRow{}}
	for _, r := range all.Result {
		if v, ok := r.Value(); ok {
			out.Data = append(out.Data, zoneRow{r.ID, v.Type, v.Label, v.Value, priorityOf(v), v.TTL})
		}
	}
	return out
}
