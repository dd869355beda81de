package repp

import (
	"strings"

	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var roleRoutes = []rest.Route{
	rest.HandleFunc("GET /domains/{name}/contacts", "List the contacts of a domain", 200, listRoles, rest.Doc{
		Tag: domains, Description: "Administrative and technical contacts; the registrant is shown with the domain.",
	}),
	rest.HandleFunc("POST /domains/{name}/contacts", "Add contacts to a domain", 200, addRoles, rest.Doc{
		Tag: domains, Description: "`type` is `admin` or `tech`. An administrative contact is a person.",
	}),
	rest.HandleFunc("DELETE /domains/{name}/contacts", "Remove contacts from a domain", 200, removeRoles, rest.Doc{
		Tag: domains, Description: "The domain keeps the number of contacts that .ee asks for.",
		Refusals: map[string]rest.Refusal{"not-there": refusal(400, 2303, "Contact was not found")},
	}),
}

// givenRole is a contact and its role in a domain, in a request.
type givenRole struct {
	Code   string `json:"code" example:"BEST-NAMES:1A2B3C4D"`
	Type   string `json:"type" enum:"admin,tech" example:"admin"`
	Action string `json:"action,omitempty" enum:"add,rem" doc:"rem: leave the contact out"`
}

// splitRoles returns the contacts of each role, without those whose action is
// rem. The type of a contact may also be as responses have it,
// AdminDomainContact. ErrSyntax if it is unknown.
func splitRoles(given []givenRole) (admin, tech []registry.ContactID, err error) {
	admin, tech = []registry.ContactID{}, []registry.ContactID{}
	for _, r := range given {
		if r.Action == "rem" {
			continue
		}
		switch strings.ToLower(strings.TrimSuffix(r.Type, "DomainContact")) {
		case "admin":
			admin = append(admin, registry.ContactID(r.Code))
		case "tech":
			tech = append(tech, registry.ContactID(r.Code))
		default:
			return nil, nil, registry.ErrSyntax.On("type", registry.Truncate(r.Type))
		}
	}
	return admin, tech, nil
}

type roleList struct {
	Admin []registry.ContactID `json:"admin_contacts"`
	Tech  []registry.ContactID `json:"tech_contacts"`
}

func listRoles(c *rest.Call, in domainPath) (answer[roleList], error) {
	d, err := ownDomain(c, in.Name)
	return success(roleList{append([]registry.ContactID{}, d.Admin...), append([]registry.ContactID{}, d.Tech...)}), err
}

type rolesGiven struct {
	domainPath
	Contacts []givenRole `json:"contacts"`
}

func addRoles(c *rest.Call, in rolesGiven) (answer[nameOnly], error) {
	admin, tech, err := splitRoles(in.Contacts)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	var u object.UpdateDomain
	u.Admin.Add, u.Tech.Add = admin, tech
	return applyUpdate(c, in.Name, u)
}

func removeRoles(c *rest.Call, in rolesGiven) (answer[nameOnly], error) {
	admin, tech, err := splitRoles(in.Contacts)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	var u object.UpdateDomain
	u.Admin.Rem, u.Tech.Rem = admin, tech
	return applyUpdate(c, in.Name, u)
}
