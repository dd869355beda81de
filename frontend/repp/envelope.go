package repp

import (
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
	return answer[T]{int(code), message(code), data}
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
