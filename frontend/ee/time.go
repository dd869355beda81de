package ee

import (
	"encoding/json"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"
)

// Tallinn is the time zone of the registry's days.
var Tallinn = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Tallinn")
	if err != nil {
		panic(err) // time/tzdata is compiled in
	}
	return zone
}()

// LocalTime is encoded as a timestamp in Tallinn's time with exactly three digits
// of milliseconds; the zero time is null.
type LocalTime time.Time

func (t LocalTime) MarshalJSON() ([]byte, error) {
	return marshalTime(time.Time(t).In(Tallinn), "2006-01-02T15:04:05.000-07:00")
}

// Schema returns the OpenAPI schema of a nullable timestamp.
func (LocalTime) Schema(huma.Registry) *huma.Schema {
	return timeSchema("date-time", "2026-03-01T11:27:27.000+02:00")
}

// UTCTime is encoded as a timestamp in UTC with exactly three digits of
// milliseconds; the zero time is null.
type UTCTime time.Time

func (t UTCTime) MarshalJSON() ([]byte, error) {
	return marshalTime(time.Time(t).UTC(), "2006-01-02T15:04:05.000Z")
}

// Schema returns the OpenAPI schema of a nullable timestamp.
func (UTCTime) Schema(huma.Registry) *huma.Schema {
	return timeSchema("date-time", "2026-03-01T09:27:27.000Z")
}

// Date is encoded as the date of an instant in Tallinn, YYYY-MM-DD; the zero time
// is null.
type Date time.Time

func (d Date) MarshalJSON() ([]byte, error) {
	return marshalTime(time.Time(d).In(Tallinn), time.DateOnly)
}

// Schema returns the OpenAPI schema of a nullable date.
func (Date) Schema(huma.Registry) *huma.Schema { return timeSchema("date", "2026-03-01") }

// marshalTime encodes t in a layout; the zero time is null.
func marshalTime(t time.Time, layout string) ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.Format(layout))
}

func timeSchema(format, example string) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: format, Nullable: true, Examples: []any{example}}
}
