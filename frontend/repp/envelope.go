package repp

import (
	"encoding/json"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// answer is the envelope of every successful response.
type answer[T any] struct {
	Code    int    `json:"code" doc:"EPP result code" example:"1000"`
	Message string `json:"message" example:"Command completed successfully"`
	Data    T      `json:"data"`
}

// nothing is the data of a response without data.
type nothing struct{}

// Result codes of success (RFC 5730 section 3; 1100 is .ee's own).
const (
	codeOK               registry.Code = 1000
	codePending          registry.Code = 1001
	codeAddressDiscarded registry.Code = 1100
)

// success responds with data and code 1000.
func success[T any](data T) answer[T] { return successWith(codeOK, data) }

// successWith responds with data and another code of success.
func successWith[T any](code registry.Code, data T) answer[T] {
	return answer[T]{int(code), messages[code], data}
}

// failure is an error response with an empty data member, bare one without it.
// Which errors have it follows the original (docs/contracts/ee.md section 1.1).
type failure struct {
	Code    int     `json:"code" doc:"EPP result code" example:"2304"`
	Message string  `json:"message"`
	Data    nothing `json:"data" doc:"Always empty"`
}

type bare struct {
	Code    int    `json:"code" doc:"EPP result code"`
	Message string `json:"message"`
}

func errorBody(_ *rest.Call, r rest.Refusal, _ *registry.Fault) any {
	if r.Status == 404 || r.Code == 2003 || r.Code == 2201 || r.Code == 2502 {
		return bare{r.Code, r.Text}
	}
	return failure{Code: r.Code, Message: r.Text}
}

// moment is encoded as a timestamp in Tallinn's time with exactly three digits of
// milliseconds; the zero moment is null.
type moment time.Time

func (m moment) MarshalJSON() ([]byte, error) {
	if time.Time(m).IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(time.Time(m).In(tallinn).Format("2006-01-02T15:04:05.000-07:00"))
}

// Schema returns the OpenAPI schema of a nullable timestamp.
func (moment) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true, Examples: []any{"2026-03-01T11:27:27.000+02:00"}}
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
