package registrant

import (
	"encoding/json"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"
)

// moment is encoded as a timestamp in UTC with exactly three digits of
// milliseconds; the zero moment is null.
type moment time.Time

func (m moment) MarshalJSON() ([]byte, error) {
	if time.Time(m).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(m).UTC().Format("2006-01-02T15:04:05.000Z"))
}

// Schema returns the OpenAPI schema of a nullable timestamp.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true, Examples: []any{"2026-03-01T09:27:27.000Z"}}
}

// date is encoded as the date of an instant in Tallinn; the zero date is null.
type date time.Time

func (d date) MarshalJSON() ([]byte, error) {
	if time.Time(d).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(d).In(tallinn).Format(time.DateOnly))
}

// Schema returns the OpenAPI schema of a nullable date.
func (date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true, Examples: []any{"2026-03-01"}}
}

// tallinn is the time zone of the registry's days.
var tallinn = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		panic(err) // time/tzdata is compiled in
	}
	return zone
}()
