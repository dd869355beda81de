package freenom

import (
	"github.com/cadastre-registry/cadastre/face/rest"
)

var pingRoute = rest.Serve("GET /service/ping", "Ask whether the service answers", 200, ping, rest.Doc{
	Tag: service, Open: true,
	Description: "Tells the time. Needs no account.",
	Response:    pong{"2013-01-07 13:50:26 UTC", "PING REPLY", ok},
})

// ok is the status of every answer that is not an error.
const ok = "OK"

type pong struct {
	Timestamp string `json:"timestamp" doc:"YYYY-MM-DD HH:MM:SS UTC"`
	Result    string `json:"result"`
	Status    string `json:"status"`
}

func ping(c *rest.Call, _ struct{}) (pong, error) {
	return pong{c.Runner.Now().Format("2006-01-02 15:04:05 UTC"), "PING REPLY", ok}, nil
}
