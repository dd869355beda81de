package repp

import (
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
)

var deleteDomainRoute = rest.HandleFunc("DELETE /domains/{name}", "Delete a domain", 200, deleteDomain, rest.Doc{
	Tag: domains, ID: "deleteDomain", MaxBody: docLimit,
	Description: "The registrant has to confirm it (code 1001), unless `verified` is true. Another registrar's domain can be deleted by sending its transfer code " +
		"twice, in Auth-Code and in `transfer_code`.",
	Refusals: map[string]rest.Refusal{"authinfo": refusal(400, 2202, "Authorization error")},
})

type deletion struct {
	domainPath
	Auth   string `header:"Auth-Code"`
	Domain *struct {
		Delete *struct {
			Verified bool `json:"verified,omitempty" lax:"true" doc:"The registrant has already agreed"`
		} `json:"delete,omitempty"`
		Code     string         `json:"transfer_code,omitempty"`
		Document *legalDocument `json:"legal_document,omitempty"`
	} `json:"domain,omitempty"`
}

func deleteDomain(c *rest.Call, in deletion) (answer[nameOnly], error) {
	n, err := resolveName(c, in.Name)
	if err != nil {
		return answer[nameOnly]{}, err
	}
	del := object.DeleteDomainByAuthInfo{Name: n}
	if in.Domain != nil {
		del.Verified = in.Domain.Delete != nil && in.Domain.Delete.Verified
		if in.Auth == in.Domain.Code {
			del.AuthInfo = in.Auth
		}
	}
	d, err := rest.Do(c, del)
	return encodeChange(d, d.Pending != nil), err
}
