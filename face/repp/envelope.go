package repp

import (
	"encoding/json"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// An answer is what every call that succeeds comes to.
type answer[T any] struct {
	Code    int    `json:"code" doc:"EPP result code" example:"1000"`
	Message string `json:"message" example:"Command completed successfully"`
	Data    T      `json:"data"`
}

// nothing is the data of an answer that has none.
type nothing struct{}

// The codes of success (RFC 5730 section 3; 1100 is the registry's own).
const (
	done      registry.Code = 1000
	pending   registry.Code = 1001
	discarded registry.Code = 1100
)

// told is the usual answer.
func told[T any](data T) answer[T] { return coded(done, data) }

// coded is an answer of another success.
func coded[T any](code registry.Code, data T) answer[T] {
	return answer[T]{int(code), messages[code], data}
}

// A failure is an answer without success, a bare one an answer that has not
// even data. Which is which is the original's habit (contract ee, section 1.1).
type failure struct {
	Code    int     `json:"code" doc:"EPP result code" example:"2304"`
	Message string  `json:"message"`
	Data    nothing `json:"data" doc:"Always empty"`
}

type bare struct {
	Code    int    `json:"code" doc:"EPP result code"`
	Message string `json:"message"`
}

func fail(_ *rest.Call, no rest.Refusal, _ *registry.Fault) any {
	if no.Status == 404 || no.Code == 2003 || no.Code == 2201 || no.Code == 2502 {
		return bare{no.Code, no.Text}
	}
	return failure{Code: no.Code, Message: no.Text}
}

// A moment is an instant on Tallinn's clock, to the millisecond, always three
// digits of it; the zero moment is null.
type moment time.Time

func (m moment) MarshalJSON() ([]byte, error) {
	if time.Time(m).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(m).In(tallinn).Format("2006-01-02T15:04:05.000-07:00"))
}

// Schema describes a moment, which may be null.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true, Examples: []any{"2026-03-01T11:27:27.000+02:00"}}
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
