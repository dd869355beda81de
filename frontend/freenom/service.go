package freenom

import (
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

var pingRoute = rest.HandleFunc("GET /service/ping", "Check whether the service is available", 200, ping, rest.Doc{
	Tag: service, NoAuth: true,
	Description: "Returns the server's time. Needs no credentials.",
	Response:    pingAnswer{"2013-01-07 13:50:26 UTC", "PING REPLY", ok},
})

// ok is the status of every success response.
const ok = "OK"

type pingAnswer struct {
	Timestamp string `json:"timestamp" doc:"YYYY-MM-DD HH:MM:SS UTC"`
	Result    string `json:"result"`
	Status    string `json:"status"`
}

func ping(c *rest.Call, _ struct{}) (pingAnswer, error) {
	return pingAnswer{c.Runner.Now().Format("2006-01-02 15:04:05 UTC"), "PING REPLY", ok}, nil
}
