package altravia

import (
	"fmt"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var deleteDomainRoute = rest.Handle("DELETE /domain/{domain}", "Delete a name", 200,
	func(in named) command.Command[registry.Domain] { return deleteDomain(in) },
	func(d registry.Domain) answer[none] {
		if d.Pending != nil {
			return sessionAnswer(none{}, fmt.Sprintf("Domain '%s' not available, trying to delete...  PENDING: the registrant has to confirm it.", d.Name.Unicode()))
		}
		return sessionAnswer(none{}, fmt.Sprintf("Domain '%s' not available, trying to delete...  OK.", d.Name.Unicode()))
	}, rest.Doc{
		Tag: domains, ID: "deleteDomain",
		Description: "Deletes a name. It can be restored for thirty days; then it is purged.",
		Response:    recordedSuccess("DELETE /domain/{domain}"),
		Errors:      recordedErrors("DELETE /domain/{domain}"),
		Refusals:    mergeRefusals(registryRefusals(259, "Delete FAILED: ", ""), noDomainRefusals(205)),
	})

type deleteDomain named

func (c deleteDomain) Run(t *command.Tx) (registry.Domain, error) {
	d, err := accountDomain(t.Snapshot, string(c.Domain))
	if err != nil {
		return d, err
	}
	return object.DeleteDomain{Name: string(d.Name)}.Run(t)
}

func (deleteDomain) Wrapped() any { return object.DeleteDomain{} }

var restoreRoute = rest.Handle("PUT /restore/{domain}", "Restore a name", 200,
	func(in named) command.Command[registry.Domain] { return restoreDomain(in) },
	func(d registry.Domain) answer[none] {
		return sessionAnswer(none{}, fmt.Sprintf("Restore domain '%s' succeeded.", d.Name.Unicode()))
	}, rest.Doc{
		Tag: domains, ID: "restoreDomain",
		Description: "Restores a deleted name, for a fee.",
		Response:    recordedSuccess("PUT /restore/{domain}"),
		Errors:      recordedErrors("PUT /restore/{domain}"),
		Refusals:    mergeRefusals(registryRefusals(265, "Restore domain '{name}' FAILED: ", ""), noDomainRefusals(205)),
	})

type restoreDomain named

func (c restoreDomain) Run(t *command.Tx) (registry.Domain, error) {
	d, err := accountDomain(t.Snapshot, string(c.Domain))
	if err != nil {
		return d, err
	}
	r, err := object.RestoreDomain{Name: string(d.Name)}.Run(t)
	return r.Domain, err
}

func (restoreDomain) Wrapped() any { return object.RestoreDomain{} }

var (
	showRegistrantRoute = contactRoute("registrant", "Show the registrant", "The registrant's handle.", func(v domainView) answer[registrantOf] {
		return dataAnswer(registrantOf{string(v.Domain.Registrant)})
	})
	showAdminRoute = contactRoute("admin", "Show the administrative contact", "The administrative contact's handle.", func(v domainView) answer[adminOf] {
		return dataAnswer(adminOf{oneOrAll(v.Domain.Admin).first()})
	})
	showTechRoute = contactRoute("tech", "Show the technical contacts", "The technical contacts' handles.", func(v domainView) answer[techOf] {
		return dataAnswer(techOf{v.Domain.Tech})
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
func contactRoute[T any](role, summary, text string, encode func(domainView) answer[T]) rest.Route {
	pattern := "GET /domain/{domain}/" + role
	return rest.HandleQuery(pattern, summary, 200, func(in named) command.Query[domainView] { return domainQuery(in) }, encode, rest.Doc{
		Tag: domains, ID: "show" + string(role[0]-'a'+'A') + role[1:],
		Description: text,
		Response:    recordedSuccess(pattern),
		Errors:      recordedErrors(pattern),
		Refusals:    noDomainRefusals(204),
	})
}
