package repp

import (
	"math"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var shareRoute = rest.HandleFunc("GET /stats/market_share_distribution", "Show the registrars' market shares", 200, showShares, rest.Doc{
	Tag: registrarTag, Description: "Domains by registrar at the end of a month; for the current month, now.",
})

var growthRoute = rest.HandleFunc("GET /stats/market_share_growth_rate", "Compare the registrars' market shares", 200, showGrowth, rest.Doc{
	Tag: registrarTag, Description: "At the end of two months. Shares are percentages.",
})

type shareParams struct {
	End monthParam `query:"q[end_date]" doc:"Month, MM.YY; default: the current one" example:"03.26"`
}

type growthParams struct {
	shareParams
	Before monthParam `query:"q[compare_to_end_date]" doc:"Month, MM.YY; default: a year earlier" example:"03.25"`
}

// monthParam is a month parameter, MM.YY: start is its first midnight in Tallinn.
type monthParam struct{ start time.Time }

// UnmarshalText parses MM.YY; ErrSyntax if it is malformed.
func (m *monthParam) UnmarshalText(b []byte) (err error) {
	if m.start, err = time.ParseInLocation("01.06", string(b), ee.Tallinn); err != nil {
		return registry.ErrSyntax
	}
	return nil
}

// Schema returns the OpenAPI schema of a month.
func (monthParam) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9]{2}\\.[0-9]{2}$"}
}

// IsZero reports whether the parameter is absent.
func (m monthParam) IsZero() bool { return m.start.IsZero() }

// orMonthOf returns m, or the month that contains t if m is absent.
func (m monthParam) orMonthOf(t time.Time) monthParam {
	if !m.IsZero() {
		return m
	}
	y, month, _ := t.In(ee.Tallinn).Date()
	return monthParam{time.Date(y, month, 1, 0, 0, 0, 0, ee.Tallinn)}
}

func (m monthParam) shares(c *rest.Call) ([]registrar.MarketShare, error) {
	return registrar.MarketShares(c.Context(), c.Runner, c.Actor, m.start.AddDate(0, 1, 0))
}

type share struct {
	Name     string `json:"name"`
	Domains  int    `json:"y"`
	Sliced   bool   `json:"sliced,omitempty" doc:"true for your own"`
	Selected bool   `json:"selected,omitempty" doc:"true for your own"`
}

func showShares(c *rest.Call, in shareParams) (answer[[]share], error) {
	list, err := in.End.orMonthOf(c.Runner.Now()).shares(c)
	out := make([]share, len(list))
	for i, s := range list {
		own := s.Registrar == c.Actor.Registrar
		out[i] = share{s.Name, s.Domains, own, own}
	}
	return success(out), err
}

// growth has the shares of a month and of an earlier one.
type growth struct {
	Before monthShares `json:"prev_data"`
	After  monthShares `json:"data"`
}

type monthShares struct {
	Name    string   `json:"name" doc:"MM.YY"`
	Domains [][2]any `json:"domains" doc:"Pairs of a registrar's name and its number of domains"`
	Shares  [][2]any `json:"market_share" doc:"Pairs of a registrar's name and its share in percent"`
}

func showGrowth(c *rest.Call, in growthParams) (answer[growth], error) {
	end := in.End.orMonthOf(c.Runner.Now())
	before := in.Before
	if before.IsZero() {
		before = monthParam{end.start.AddDate(-1, 0, 0)}
	}
	var out growth
	for _, side := range []struct {
		month monthParam
		to    *monthShares
	}{{before, &out.Before}, {end, &out.After}} {
		list, err := side.month.shares(c)
		if err != nil {
			return answer[growth]{}, err
		}
		*side.to = encodeMonth(side.month, list)
	}
	return success(out), nil
}

func encodeMonth(m monthParam, list []registrar.MarketShare) monthShares {
	out := monthShares{Name: m.start.Format("01.06"), Domains: [][2]any{}, Shares: [][2]any{}}
	total := 0
	for _, s := range list {
		total += s.Domains
	}
	for _, s := range list {
		out.Domains = append(out.Domains, [2]any{s.Name, s.Domains})
		out.Shares = append(out.Shares, [2]any{s.Name, percent(s.Domains, total)})
	}
	return out
}

// percent returns n as a percentage of all, rounded to one decimal place, or to
// three if it is below 0.1.
func percent(n, total int) float64 {
	if total == 0 {
		return 0
	}
	p := float64(n) * 100 / float64(total)
	if p < 0.1 {
		return math.Round(p*1000) / 1000
	}
	return math.Round(p*10) / 10
}
