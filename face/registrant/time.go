package registrant

import (
	"encoding/json"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"
)

// A moment is an instant in UTC, to the millisecond, always three digits of it;
// the zero moment is null.
type moment time.Time

func (m moment) MarshalJSON() ([]byte, error) {
	if time.Time(m).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(m).UTC().Format("2006-01-02T15:04:05.000Z"))
}

// Schema describes a moment, which may be null.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true, Examples: []any{"2026-03-01T09:27:27.000Z"}}
}

// A date is the day of an instant in Tallinn; the zero date is null.
type date time.Time

func (d date) MarshalJSON() ([]byte, error) {
	if time.Time(d).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(d).In(tallinn).Format(time.DateOnly))
}

// Schema describes a date, which may be null.
func (date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Nullable: true, Examples: []any{"2026-03-01"}}
}

// tallinn is where the registry's days begin and end.
var tallinn = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		panic(err) // the table is compiled in
	}
	return zone
}()
