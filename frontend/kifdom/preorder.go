package kifdom

import (
	"github.com/cadastre-registry/cadastre/command"
	preorders "github.com/cadastre-registry/cadastre/command/preorder"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
)

var listPreordersRoute = rest.HandleFunc("GET /preorders", "List your preorders", 200, listPreorders, rest.Doc{
	Tag: preordersTag,
	Description: "All preorders of the account, the oldest first. `status` is `" + waiting + "` until the name drops; " +
		"then `" + caught + "`, `" + missed + "`, `" + unpaid + "` if the balance was too low when the name dropped, or `" + revoked + "` if KifDom cancelled it for the account.",
	Response: preorderList{sampleMeta, func(yield func(preorder, error) bool) {
		yield(preorder{"a.fr", "a.fr", waiting, "2023-05-17T09:27:27.000000Z"}, nil)
	}},
})

var createPreorderRoute = rest.Handle("POST /preorders", "Preorder a name", 200, createPreorder,
	doneWithTotals[registry.Preorder](preorderCreated), rest.Doc{
		Tag: preordersTag,
		Description: "Preorders a name that is registered by another holder, and puts its price on hold. When the name drops, the oldest " +
			"preorder whose account can pay gets it at once; the others are refunded.",
		Request:  newPreorder{"a.fr"},
		Response: done{sampleMeta, plain{200, preorderCreated}},
		Refusals: map[string]rest.Refusal{"name-syntax:name": badRequest("The `domain_name` parameter is not a valid domain name.")},
		Errors: []rest.ErrorDoc{
			{Fault: registry.ErrPreordered, Description: "The account has preordered the name already."},
			{Fault: registry.ErrNameAvailable, Description: "The name is available."},
			{Fault: registry.ErrAlreadySponsor, Description: "The name belongs to the account."},
			{Fault: registry.ErrNameSyntax.On("name", "a_b.fr"), Description: "`domain_name` is not a domain name."},
			{Fault: registry.ErrNameLength.On("name", ""), Description: "The name is too short or too long for its extension."},
			{Fault: registry.ErrNameLetters.On("name", ""), Description: "The name has characters that its extension does not allow."},
			{Fault: registry.ErrNameBlocked.On("name", ""), Description: "The name is blocked."},
			{Fault: registry.ErrTLD, Description: "The extension is not supported."},
			{Fault: registry.ErrLowBalance, Description: "The balance is too low."},
		},
	})

const preorderCreated = "Preorder successfully created."

// The statuses of a preorder. The first is from the manual, the others are ours.
const (
	waiting = "Précommande en cours"
	caught  = "Nom de domaine obtenu"
	missed  = "Nom de domaine non obtenu"
	unpaid  = "Crédits insuffisants"
	revoked = "Précommande annulée"
)

var stateText = map[registry.PreorderState]string{
	registry.PreorderWaiting: waiting, registry.PreorderCaught: caught,
	registry.PreorderMissed: missed, registry.PreorderUnpaid: unpaid, registry.PreorderCancelled: revoked,
}

type newPreorder struct {
	Name rest.NameText `json:"domain_name" doc:"In Unicode or punycode" example:"a.fr"`
}

func createPreorder(in newPreorder) command.Command[resultTotals[registry.Preorder]] {
	return commandWithTotals(preorders.CreatePreorder{Name: string(in.Name)})
}

type preorderList struct {
	Meta meta               `json:"meta"`
	Data rest.Seq[preorder] `json:"data"`
}

type preorder struct {
	Name     string `json:"name" doc:"In Unicode"`
	Punycode string `json:"punycode_name" doc:"In A-label form"`
	Status   string `json:"status" doc:"In French"`
	Updated  string `json:"last_update" doc:"UTC, with microseconds"`
}

// listPreorders reads pages as listDomains does.
func listPreorders(c *rest.Call, _ struct{}) (preorderList, error) {
	first, err := rest.Ask(c, queryWithTotals(preorders.ListPreorders{Limit: listPage}))
	if err != nil {
		return preorderList{}, err
	}
	return preorderList{metaOf(first.Totals), func(yield func(preorder, error) bool) {
		list := first.Result
		for {
			for _, o := range list {
				if !yield(encodePreorder(o), nil) {
					return
				}
			}
			if len(list) < listPage {
				return
			}
			if list, err = rest.Ask(c, preorders.ListPreorders{After: list[len(list)-1].ID, Limit: listPage}); err != nil {
				yield(preorder{}, err)
				return
			}
		}
	}}, nil
}

func encodePreorder(o registry.Preorder) preorder {
	n := name.Name(o.Name)
	return preorder{n.Unicode(), n.String(), stateText[o.State], o.Updated.UTC().Format("2006-01-02T15:04:05.000000Z")}
}
