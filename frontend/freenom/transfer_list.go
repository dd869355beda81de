package freenom

import (
	"fmt"
	"strings"
	"time"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/transfer"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var listTransfersRoute = rest.HandleQuery("GET /domain/transfer/list", "List transfers", 200, listTransfers, encodeTransfers, rest.Doc{
	Tag:         transfers,
	Description: "The transfers into and out of the account, newest first: pending ones, and those decided within the last week.",
	Response: transferAnswer[move]{[]move{
		{"TEST002.TK", "OUTGOING", "PENDING", "Best Names", "2013-02-14 13:03:11"},
		{"TEST003.TK", "INCOMING", "APPROVED", "", "2013-02-12 09:27:27"},
	}, "2 TRANSFERS LISTED", ok},
})

// decidedFor is the time for which a decided transfer is listed.
const decidedFor = 7 * 24 * time.Hour

// maxTransfers is the maximum number of listed transfers.
const maxTransfers = 1000

func listTransfers(struct{}) command.Query[[]move] { return transferQuery{} }

type transferQuery struct{}

func (transferQuery) Answer(s *command.Snapshot) ([]move, error) {
	list, err := transfer.ListTransfers{Since: s.Now.Add(-decidedFor), Limit: maxTransfers}.Answer(s)
	if err != nil {
		return nil, err
	}
	all := []move{}
	for _, tr := range list {
		if tr.Kind != registry.KindDomain {
			continue
		}
		m := move{Domain: strings.ToUpper(tr.Key), Type: "INCOMING", Status: "PENDING", Updated: tr.Requested.Format(time.DateTime)}
		if !s.By.Owns(tr.Gaining, tr.GainingAccount) {
			gaining, err := s.FindRegistrar(tr.Gaining)
			if err != nil {
				return nil, err
			}
			m.Type, m.To = "OUTGOING", gaining.Name
		}
		if tr.State != registry.TransferPending {
			m.Status, m.Updated = "DECLINED", tr.Acted.Format(time.DateTime)
		}
		if tr.State.Approved() {
			m.Status = "APPROVED"
		}
		all = append(all, m)
	}
	return all, nil
}

// A move is a transfer in the response of list.
type move struct {
	Domain  string `json:"domainname"`
	Type    string `json:"transfertype" enum:"INCOMING,OUTGOING"`
	Status  string `json:"status" enum:"PENDING,APPROVED,DECLINED"`
	To      string `json:"newregistrar,omitempty" doc:"OUTGOING only"`
	Updated string `json:"lastupdate" doc:"YYYY-MM-DD HH:MM:SS, UTC"`
}

func encodeTransfers(all []move) transferAnswer[move] {
	return transferAnswer[move]{all, fmt.Sprintf("%d TRANSFERS LISTED", len(all)), ok}
}
