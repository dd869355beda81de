package altravia

import (
	"errors"
	"fmt"
	"slices"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

var updateDomainRoute = rest.Handle("PUT /domain/{domain}", "Change a name", 200,
	func(in domainChange) command.Command[object.UpdateDomainResult] { return in }, encodeUpdated, rest.Doc{
		Tag: domains, ID: "updateDomain",
		Description: "Changes the registrant, or the name servers, or the other contacts of a name. `registrant` and `dns` each have to be the only member. " +
			"`tech` and `dns` replace the existing values. A new registrant gets a new `authinfo`.",
		Request:  domainChange{DNS: &[]string{"ns1.a.example", "ns2.a.example", "ns3.a.example"}},
		Response: recordedSuccess("PUT /domain/{domain}"),
		Errors:   recordedErrors("PUT /domain/{domain}"),
		Refusals: mergeRefusals(
			registryRefusals(255, "Update domain '{name}' FAILED: ", ""),
			registryRefusals(251, "Update registrant to domain '{name}' FAILED: ", "registrant"),
			registryRefusals(252, "Update admin to domain '{name}' FAILED: ", "admin"),
			registryRefusals(253, "Update tech to domain '{name}' FAILED: ", "tech"),
			registryRefusals(254, "Update dns to domain '{name}' FAILED: ", "dns"),
			noDomainRefusals(205), nsCountRefusals,
			map[string]rest.Refusal{
				"alone":              newRefusal(409, 250, "registrant and dns needs to be modified by itself!"),
				"contact-count:tech": newRefusal(406, 213, "to much tech, 6 max!"),
				// an empty list removes the last one (contract A-q)
				"contact-required:tech": newRefusal(417, 257, "Removing TECH-C FAILED: "+eppError(registry.ErrContactRequired)),
			}),
	})

type domainChange struct {
	named
	Registrant *string   `json:"registrant,omitempty" doc:"Handle of the new registrant"`
	Admin      *string   `json:"admin,omitempty" doc:"Handle of the new administrative contact"`
	Tech       *[]string `json:"tech,omitempty" doc:"Handles of all technical contacts"`
	DNS        *[]string `json:"dns,omitempty" doc:"All name servers"`
}

// Check returns ErrExclusive if the registrant or the name servers are changed
// together with anything else, even to the present value.
func (in *domainChange) Check() error {
	given := 0
	for _, set := range []bool{in.Registrant != nil, in.DNS != nil, in.Admin != nil, in.Tech != nil} {
		if set {
			given++
		}
	}
	switch {
	case given == 0:
		return registry.ErrMissing.On("body", "nothing to change")
	case given > 1 && (in.Registrant != nil || in.DNS != nil):
		return registry.ErrExclusive
	}
	return nil
}

func (in domainChange) Run(t *command.Tx) (object.UpdateDomainResult, error) {
	d, err := accountDomain(t.Snapshot, string(in.Domain))
	if err != nil {
		return object.UpdateDomainResult{}, err
	}
	c := object.UpdateDomain{Name: string(d.Name), CreateHosts: true}
	part := ""
	if in.Registrant != nil {
		part, c.Registrant = "registrant", (*registry.ContactID)(in.Registrant)
	}
	if in.Tech != nil {
		list := contactIDs(*in.Tech)
		part, c.Tech.Set = "tech", &list
	}
	if in.Admin != nil {
		part, c.Admin.Set = "admin", &[]registry.ContactID{registry.ContactID(*in.Admin)}
	}
	if in.DNS != nil {
		list := nameservers(*in.DNS)
		part, c.Nameservers = "dns", &list
	}
	u, err := c.Run(t)
	var f *registry.Fault
	if !errors.As(err, &f) {
		return u, err
	}
	switch f.Reason {
	case registry.ErrNSCount.Reason:
		return u, splitNSCount(f)
	case registry.ErrContactCount.Reason, registry.ErrExclusive.Reason:
		return u, err
	}
	return u, f.On(part, f.Value)
}

func (domainChange) Wrapped() any { return object.UpdateDomain{} }

func encodeUpdated(u object.UpdateDomainResult) answer[none] {
	name := u.Domain.Name.Unicode()
	if u.Awaits() {
		return sessionAnswer(none{}, fmt.Sprintf("Update registrant to domain '%s' PENDING: the registrant has to confirm it.", name))
	}
	var work []string
	if u.Domain.Registrant != u.Before.Registrant {
		work = append(work, fmt.Sprintf("Update registrant to domain '%s' OK.", name))
	}
	work = append(work, difference("NS", hostsOf(u.Before), hostsOf(u.Domain))...)
	work = append(work, difference("ADMIN-C", u.Before.Admin, u.Domain.Admin)...)
	work = append(work, difference("TECH-C", u.Before.Tech, u.Domain.Tech)...)
	return sessionAnswer(none{}, append(work, fmt.Sprintf("Domain '%s' is now up to date.", name))...)
}

// difference returns a message for each value that was added or removed.
func difference[T ~string](what string, before, after []T) (work []string) {
	for _, one := range after {
		if !slices.Contains(before, one) {
			work = append(work, fmt.Sprintf("Adding %s: %s.", what, one))
		}
	}
	for _, one := range before {
		if !slices.Contains(after, one) {
			work = append(work, fmt.Sprintf("Removing %s: %s.", what, one))
		}
	}
	return work
}

func hostsOf(d registry.Domain) (hosts []string) {
	for _, ns := range d.Nameservers {
		hosts = append(hosts, string(ns.Host))
	}
	return hosts
}

var removeTechRoute = rest.Handle("DELETE /domain/{domain}/tech/{handle}", "Remove a technical contact", 200,
	func(in techRemoval) command.Command[string] { return in },
	func(handle string) answer[none] {
		return sessionAnswer(none{}, fmt.Sprintf("Removing TECH-C: %s.", handle), fmt.Sprintf("TECH-C %s is deleted.", handle))
	}, rest.Doc{
		Tag: domains, ID: "removeTech",
		Description: "Removes a technical contact from a name. The contact itself is not deleted.",
		Response:    recordedSuccess("DELETE /domain/{domain}/tech/{handle}"),
		Errors:      recordedErrors("DELETE /domain/{domain}/tech/{handle}"),
		Refusals: mergeRefusals(registryRefusals(257, "Removing TECH-C FAILED: ", ""), noDomainRefusals(205),
			map[string]rest.Refusal{"unreadable:handle": newRefusal(417, 257, "Removing TECH-C FAILED")}),
	})

type techRemoval struct {
	named
	Handle string `json:"-" path:"handle" doc:"Handle of the technical contact" example:"AV-982654609"`
}

func (c techRemoval) Run(t *command.Tx) (string, error) {
	d, err := accountDomain(t.Snapshot, string(c.Domain))
	if err != nil {
		return "", err
	}
	_, err = object.UpdateDomain{
		Name: string(d.Name), Tech: command.Edit[registry.ContactID]{Rem: []registry.ContactID{registry.ContactID(c.Handle)}},
	}.Run(t)
	return c.Handle, err
}

func (techRemoval) Wrapped() any { return object.UpdateDomain{} }
