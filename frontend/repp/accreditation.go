package repp

import (
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var accreditationRoute = rest.Handle("POST /registrar/accreditation/push_results", "Report that a registrar passed the accreditation test", 200,
	decodeAccreditation, encodeAccreditation, rest.Doc{
		Tag: registrarTag, Description: "Only for the user " + access.AccreditationBot + ".",
		Authorize: func(c *rest.Call) error {
			_, err := rest.Ask(c, registrar.AccreditationPermission{})
			return err
		},
		Refusals: map[string]rest.Refusal{
			"role:user":        refusal(401, 2202, "Only {value} can update accreditation results"),
			"registrar-absent": refusal(404, 2303, "Object does not exist"),
		},
	})

// accreditationPeriod is how long an accreditation is valid, in months.
const accreditationPeriod = 24

type accreditationBody struct {
	Result struct {
		Registrar string    `json:"registrar_name" example:"Best Names"`
		Passed    timeParam `json:"last_theory_test_passed_at"`
	} `json:"accreditation_result"`
}

// timeParam is a timestamp in a body.
type timeParam struct{ at time.Time }

// UnmarshalText parses a timestamp of RFC 3339; ErrSyntax if it is malformed.
func (p *timeParam) UnmarshalText(b []byte) (err error) {
	if p.at, err = time.Parse(time.RFC3339, string(b)); err != nil {
		return registry.ErrSyntax.On("", registry.Truncate(string(b)))
	}
	p.at = p.at.UTC().Truncate(time.Microsecond) // the precision of the store
	return nil
}

// Schema returns the OpenAPI schema of a timestamp.
func (timeParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Examples: []any{"2026-03-01T11:27:27.000+02:00"}}
}

type accreditation struct {
	Registrar string       `json:"registrar_name" example:"Best Names"`
	Date      ee.LocalTime `json:"accreditation_date"`
	Expires   ee.LocalTime `json:"accreditation_expire_date"`
}

func decodeAccreditation(in accreditationBody) command.Command[registry.Registrar] {
	return registrar.RecordAccreditation{Registrar: in.Result.Registrar, Passed: in.Result.Passed.at}
}

func encodeAccreditation(r registry.Registrar) answer[accreditation] {
	a := success(accreditation{r.Name, ee.LocalTime(r.Accredited), ee.LocalTime(r.Accredited.In(ee.Tallinn).AddDate(0, accreditationPeriod, 0))})
	a.Message = "Accreditation info successfully added"
	return a
}
