package repp

import (
	"context"
	"slices"
	"strings"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/access"
	"github.com/cadastre-registry/cadastre/command/registrar"
	"github.com/cadastre-registry/cadastre/frontend/ee"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var registrarRoutes = slices.Concat([]rest.Route{
	rest.HandleQuery("GET /registrar/summary", "Show a summary of the registrar", 200,
		func(struct{}) command.Query[registrar.Summary] { return registrar.RegistrarSummary{} }, encodeSummary, rest.Doc{
			Tag: registrarTag, Description: "Balance, number of objects, and the newest unread notification with their number.",
		}),
	rest.HandleFunc("GET /registrar/auth", "Show the authenticated user", 200, showAuth, rest.Doc{
		Tag: registrarTag, Description: "`abilities` lists what the user's roles allow.",
	}),
	accreditationRoute, growthRoute, shareRoute,
}, requireRole(registry.RoleEPP,
	rest.HandleFunc(consolePattern, "Send an EPP frame", 200, sendFrame(nil), consoleDoc),
	rest.HandleFunc("GET /registrar/xml_console/load_xml", "Show an example EPP frame", 200, loadFrame, rest.Doc{
		Tag: registrarTag, Description: "A frame to begin with: `obj` is an object of EPP, `epp_action` one of its commands.",
	}),
))

type summary struct {
	ID             int64                  `json:"id"`
	Username       string                 `json:"username"`
	Registrar      string                 `json:"registrar_name"`
	RegNo          string                 `json:"registrar_reg_no"`
	Balance        summaryBalance         `json:"balance"`
	LastLogin      ee.Date                `json:"last_login_date" doc:"Always null: logins are not recorded"`
	Domains        int                    `json:"domains"`
	Contacts       int                    `json:"contacts"`
	Phone          string                 `json:"phone"`
	Email          string                 `json:"email"`
	BillingEmail   string                 `json:"billing_email"`
	BillingAddress string                 `json:"billing_address"`
	Notification   rest.Opt[notification] `json:"notification"`
	Notifications  rest.Opt[int]          `json:"notifications_count"`
}

type summaryBalance struct {
	Amount   string `json:"amount" example:"356.0"`
	Currency string `json:"currency" example:"EUR"`
}

func encodeSummary(s registrar.Summary) answer[summary] {
	r := s.Registrar
	out := summary{
		ID: s.User.Number, Username: s.User.Login, Registrar: r.Name, RegNo: r.RegNo, Balance: summaryBalance{decimal(s.Balance), s.Balance.Currency},
		Domains: s.Domains, Contacts: s.Contacts, Phone: r.Voice, Email: r.Email, BillingEmail: r.BillingEmail, BillingAddress: addressLine(r.Address),
		Notification: rest.Null[notification](), Notifications: rest.Null[int](),
	}
	if s.Unread > 0 && s.User.May(registry.RoleEPP) { // the roles that can read messages
		out.Notification, out.Notifications = rest.Some(encodeNotification(s.Newest)), rest.Some(s.Unread)
	}
	return success(out)
}

type auth struct {
	ID             int64     `json:"id"`
	Username       string    `json:"username"`
	Roles          []string  `json:"roles"`
	Registrar      string    `json:"registrar_name"`
	LegalDocuments bool      `json:"legaldoc_mandatory"`
	Addresses      bool      `json:"address_processing"`
	Abilities      abilities `json:"abilities"`
}

type abilities struct {
	Can    map[string]map[string][]string `json:"can" doc:"Attributes by action and subject; an empty list means all"`
	Cannot struct{}                       `json:"cannot"`
}

// subjects maps a role to what it may manage, with the original's names.
var subjects = map[registry.Role][]string{
	registry.RoleEPP:     {"Epp::Domain", "Epp::Contact", "Poll", "Repp", "Account"},
	registry.RoleBilling: {"Invoice", "Account"},
	registry.RoleSuper:   {"ApiUser", "WhiteIp", "Certificate"},
}

// callerQuery reads the authenticated user and its registrar.
type callerQuery struct{}

type caller struct {
	user      registry.User
	registrar registry.Registrar
}

func (callerQuery) Answer(s *command.Snapshot) (m caller, err error) {
	if m.user, err = (access.UserInfo{}).Answer(s); err != nil {
		return m, err
	}
	m.registrar, err = s.FindRegistrar(m.user.Registrar)
	return m, err
}

func showAuth(c *rest.Call, _ struct{}) (answer[auth], error) {
	m, err := rest.Ask(c, callerQuery{})
	out := auth{
		ID: m.user.Number, Username: m.user.Login, Roles: roleNames(m.user.Roles), Registrar: m.registrar.Name, Addresses: true,
		Abilities: abilities{Can: map[string]map[string][]string{"manage": {}}},
	}
	for _, role := range []registry.Role{registry.RoleEPP, registry.RoleBilling, registry.RoleSuper} {
		if m.user.May(role) {
			for _, s := range subjects[role] {
				out.Abilities.Can["manage"][s] = []string{}
			}
		}
	}
	return success(out), err
}

// Console runs one EPP frame on behalf of a registrar's user, as if it had
// arrived over EPP, and returns the response frame.
type Console func(ctx context.Context, r *command.Runner, by registry.Actor, frame []byte) ([]byte, error)

// WithConsole returns a copy of d whose route for raw EPP frames calls console.
func WithConsole(d *rest.Dialect, console Console) *rest.Dialect {
	out := *d
	out.Routes = slices.Clone(d.Routes)
	for i, r := range out.Routes {
		if r.Pattern == consolePattern {
			out.Routes[i] = rest.HandleFunc(r.Pattern, r.Summary, r.Status, sendFrame(console), r.Doc)
		}
	}
	return &out
}

const consolePattern = "POST /registrar/xml_console"

var consoleDoc = rest.Doc{
	Tag: registrarTag, Description: "The frame runs as it would over EPP, without a session. 2101 if this registry has no EPP.",
	Refusals: map[string]rest.Refusal{"unimplemented": refusal(400, 2101, "Unimplemented command")},
}

// errNoConsole is returned if the registry has no EPP.
var errNoConsole = &registry.Fault{Code: 2101, Reason: "unimplemented", Text: "this registry has no EPP"}

type frameBody struct {
	Console struct {
		Payload string `json:"payload" doc:"The frame: XML"`
	} `json:"xml_console"`
}

type frame struct {
	XML string `json:"xml"`
}

func sendFrame(console Console) func(*rest.Call, frameBody) (answer[frame], error) {
	return func(c *rest.Call, in frameBody) (answer[frame], error) {
		if console == nil {
			return answer[frame]{}, errNoConsole
		}
		reply, err := console(c.Context(), c.Runner, c.Actor, []byte(in.Console.Payload))
		return success(frame{string(reply)}), err
	}
}

type frameParams struct {
	Object string `query:"obj" required:"true" enum:"session,poll,domain,contact"`
	Action string `query:"epp_action" required:"true" example:"create"`
}

// loadFrame responds with an example frame of an EPP command (RFC 5730 to 5733,
// 5910).
func loadFrame(_ *rest.Call, in frameParams) (answer[frame], error) {
	document, ok := ee.ExampleFrame(strings.ToLower(in.Object), strings.ToLower(in.Action))
	if !ok {
		return answer[frame]{}, registry.ErrRange.On("epp_action", in.Action[:min(len(in.Action), 30)])
	}
	return success(frame{document}), nil
}
