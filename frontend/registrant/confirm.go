package registrant

import (
	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/registrant"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var confirmRoutes = []rest.Route{
	rest.HandleQuery("GET /confirms", "List pending confirmations", 200,
		func(struct{}) command.Query[[]registrant.PendingConfirmation] {
			return registrant.ListOwnConfirmations{}
		}, encodeConfirmations, rest.Doc{
			Tag: confirms, Response: encodeConfirmations([]registrant.PendingConfirmation{sampleConfirmation}),
			Description: "Only for the registrant of the domain, who otherwise gets the token by mail. " +
				"Not part of the original.",
		}),
	rest.HandleQuery("GET /confirms/{name}/{template}/{token}", "Show a pending confirmation", 200,
		func(in confirmationPath) command.Query[registrant.PendingConfirmation] {
			return registrant.PendingConfirmationInfo{Name: in.Name, Token: in.Token, Verb: in.verb()}
		}, encodeConfirmation, rest.Doc{Tag: confirms, Response: encodeConfirmation(sampleConfirmation), NoAuth: true, Description: tokenDescription, Errors: confirmationErrors}),
	rest.Handle("POST /confirms/{name}/{template}/{token}/confirmed", "Confirm a change", 200,
		func(in confirmationPath) command.Command[registrant.PendingConfirmation] {
			return registrant.ConfirmPending{Name: in.Name, Token: in.Token, Verb: in.verb(), Accept: true}
		}, encodeDecision("confirmed"), rest.Doc{Tag: confirms, Response: encodeDecision("confirmed")(sampleConfirmation), NoAuth: true, Description: tokenDescription, Errors: confirmationErrors}),
	rest.Handle("POST /confirms/{name}/{template}/{token}/rejected", "Reject a change", 200,
		func(in confirmationPath) command.Command[registrant.PendingConfirmation] {
			return registrant.ConfirmPending{Name: in.Name, Token: in.Token, Verb: in.verb()}
		}, encodeDecision("rejected"), rest.Doc{Tag: confirms, Response: encodeDecision("rejected")(sampleConfirmation), NoAuth: true, Description: tokenDescription, Errors: confirmationErrors}),
}

const tokenDescription = "Without login: the token is in the link that the registrant gets, and is valid for 48 hours."

var confirmationErrors = []rest.ErrorDoc{
	{Fault: registry.ErrNoConfirmation, Description: "Nothing is pending, or the token is wrong."},
	{Fault: registry.ErrNoName},
}

type confirmationPath struct {
	Name     string `path:"name" example:"a.ee"`
	Template string `path:"template" enum:"change,delete" doc:"Kind of change: of the registrant, or deletion"`
	Token    string `path:"token"`
}

// verb returns the verb of the pending command: "update" or "delete"; for an
// unknown template a verb that is never pending.
func (p confirmationPath) verb() registry.Verb {
	switch p.Template {
	case "change":
		return registry.VerbUpdate
	case "delete":
		return registry.VerbDelete
	}
	return "nothing"
}

type pendingChange struct {
	Name    string  `json:"domain_name"`
	Current holder  `json:"current_registrant"`
	New     *holder `json:"new_registrant,omitempty"`
}

type holder struct {
	Name    string  `json:"name"`
	Ident   *string `json:"ident"`
	Country *string `json:"country"`
}

func encodeConfirmation(p registrant.PendingConfirmation) pendingChange {
	out := pendingChange{Name: p.Domain.Name.Unicode(), Current: holderOf(p.Registrant)}
	if p.Verb == registry.VerbUpdate {
		registrant := holderOf(p.NewRegistrant)
		out.New = &registrant
	}
	return out
}

func holderOf(c registry.Contact) holder {
	return holder{c.Postal.Name, nullable(c.Ident.Code), nullable(c.Ident.Country)}
}

type decision struct {
	Name    string `json:"domain_name"`
	Current holder `json:"current_registrant"`
	Status  string `json:"status" enum:"confirmed,rejected"`
}

func encodeDecision(status string) func(registrant.PendingConfirmation) decision {
	return func(p registrant.PendingConfirmation) decision {
		return decision{p.Domain.Name.Unicode(), holderOf(p.Registrant), status}
	}
}

type waiting struct {
	Confirms []request `json:"confirms"`
}

type request struct {
	pendingChange
	Template string     `json:"template" enum:"change,delete"`
	Asked    ee.UTCTime `json:"asked_at"`
	Ends     ee.UTCTime `json:"expires_at"`
	Path     string     `json:"path" doc:"Relative to the API: show it with GET, decide with POST to …/confirmed or …/rejected"`
}

func encodeConfirmations(list []registrant.PendingConfirmation) waiting {
	out := waiting{[]request{}}
	for _, p := range list {
		template := string(p.Verb)
		if p.Verb == registry.VerbUpdate {
			template = "change"
		}
		out.Confirms = append(out.Confirms, request{
			encodeConfirmation(p), template, ee.UTCTime(p.Domain.Pending.Requested), ee.UTCTime(p.Domain.Pending.Ends),
			"/confirms/" + p.Domain.Name.String() + "/" + template + "/" + p.Token,
		})
	}
	return out
}
