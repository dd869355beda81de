package altravia

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var deleteDomainRoute = rest.Handle("DELETE /domain/{domain}", "Delete a name", 200,
	func(in named) command.Command[registry.Domain] { return deletion(in) },
	func(d registry.Domain) answer[none] {
		if d.Pending != nil {
			return done(none{}, fmt.Sprintf("Domain '%s' not available, trying to delete...  PENDING: the registrant has to confirm it.", d.Name.Unicode()))
		}
		return done(none{}, fmt.Sprintf("Domain '%s' not available, trying to delete...  OK.", d.Name.Unicode()))
	}, rest.Doc{
		Tag: domains, ID: "deleteDomain",
		Description: "Deletes a name. It can be restored for thirty days; then it is purged.",
		Response:    recorded("DELETE /domain/{domain}"),
		Errors:      refused("DELETE /domain/{domain}"),
		Refusals:    words(registryText(259, "Delete FAILED: ", ""), noDomain(205)),
	})

type deletion named

func (c deletion) Run(t *command.Tx) (registry.Domain, error) {
	d, err := mine(&t.Snapshot, string(c.Domain))
	if err != nil {
		return d, err
	}
	return command.DeleteDomain{Name: string(d.Name)}.Run(t)
}

func (deletion) Wrapped() any { return command.DeleteDomain{} }

var restoreRoute = rest.Handle("PUT /restore/{domain}", "Restore a name", 200,
	func(in named) command.Command[registry.Domain] { return restoration(in) },
	func(d registry.Domain) answer[none] {
		return done(none{}, fmt.Sprintf("Restore domain '%s' succeeded.", d.Name.Unicode()))
	}, rest.Doc{
		Tag: domains, ID: "restoreDomain",
		Description: "Restores a deleted name, for a fee.",
		Response:    recorded("PUT /restore/{domain}"),
		Errors:      refused("PUT /restore/{domain}"),
		Refusals:    words(registryText(265, "Restore domain '{name}' FAILED: ", ""), noDomain(205)),
	})

type restoration named

func (c restoration) Run(t *command.Tx) (registry.Domain, error) {
	d, err := mine(&t.Snapshot, string(c.Domain))
	if err != nil {
		return d, err
	}
	r, err := command.RestoreDomain{Name: string(d.Name)}.Run(t)
	return r.Domain, err
}

func (restoration) Wrapped() any { return command.RestoreDomain{} }

var (
	showRegistrantRoute = part("registrant", "Show the registrant", "The registrant's handle.", func(v holding) answer[registrantOf] {
		return shown(registrantOf{string(v.Domain.Registrant)})
	})
	showAdminRoute = part("admin", "Show the administrative contact", "The administrative contact's handle.", func(v holding) answer[adminOf] {
		return shown(adminOf{oneOrAll(v.Domain.Admin).first()})
	})
	showTechRoute = part("tech", "Show the technical contacts", "The technical contacts' handles.", func(v holding) answer[techOf] {
		return shown(techOf{v.Domain.Tech})
	})
)

type registrantOf struct {
	Registrant string `json:"registrant"`
}

type adminOf struct {
	Admin string `json:"admin"`
}

type techOf struct {
	Tech oneOrAll `json:"tech" doc:"A handle, or an array of several"`
}

// contactRoute returns the route that shows the contacts of one role.
func part[T any](role, summary, text string, encode func(holding) answer[T]) rest.Route {
	pattern := "GET /domain/{domain}/" + role
	return rest.Answer(pattern, summary, 200, func(in named) command.Query[holding] { return oneDomain(in) }, encode, rest.Doc{
		Tag: domains, ID: "show" + string(role[0]-'a'+'A') + role[1:],
		Description: text,
		Response:    recorded(pattern),
		Errors:      refused(pattern),
		Refusals:    noDomain(204),
	})
}
