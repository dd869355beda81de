package altravia

import (
	"encoding/json"
	"errors"
	"slices"
	"time"
	_ "time/tzdata" // embeds Europe/Rome

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/frontend/rest"
	"github.com/cadastre-registry/cadastre/registry"
)

// A named is a request for one name.
type named struct {
	Domain rest.NameText `json:"-" path:"domain" doc:"The name, in Unicode or punycode" example:"example.it"`
}

var listDomainsRoute = rest.HandleQuery("GET /domain", "List your names", 200,
	func(struct{}) command.Query[[]string] { return listNames{} }, dataAnswer[[]string], rest.Doc{
		Tag: domains, ID: "listDomains",
		Description: "All names of the account.",
		Response:    recordedSuccess("GET /domain"),
		Errors:      recordedErrors("GET /domain"),
		Refusals:    emptyRefusals,
	})

// listNames lists the account's names in Unicode. An empty list is ErrNoName.
type listNames struct{}

func (listNames) Answer(s *command.Snapshot) ([]string, error) {
	const page = 500
	var all []string
	for q := (object.ListDomains{DomainFilter: object.DomainFilter{Limit: page}}); ; {
		list, err := q.Answer(s)
		if err != nil {
			return nil, err
		}
		for _, detail := range list {
			all = append(all, detail.Domain.Name.Unicode())
		}
		if len(list) < page {
			break
		}
		q.After = list[page-1].Domain.Name
	}
	if len(all) == 0 {
		return nil, registry.ErrNoName
	}
	return all, nil
}

var showDomainRoute = rest.HandleQuery("GET /domain/{domain}", "Show a name", 200,
	func(in named) command.Query[domainView] { return domainQuery(in) },
	func(v domainView) answer[domain] { return dataAnswer(encodeDomain(v)) }, rest.Doc{
		Tag: domains, ID: "showDomain",
		Description: "One name of the account.",
		Response:    recordedSuccess("GET /domain/{domain}"),
		Errors:      recordedErrors("GET /domain/{domain}"),
		Refusals:    noDomainRefusals(205),
	})

// noDomainRefusals are the responses to a name that the account does not have. The
// error number differs between a name and its contacts.
func noDomainRefusals(code int) map[string]rest.Refusal {
	refusal := newRefusal(404, code, "domain {name} does not exist in your database!")
	return map[string]rest.Refusal{"name-absent": refusal, "not-yours": refusal, "name-syntax": refusal, "unreadable:domain": refusal}
}

// A domainView is a domain with the e-mail address of its account.
type domainView struct {
	object.DomainDetail
	owner string
	now   time.Time
}

type domainQuery named

func (q domainQuery) Answer(s *command.Snapshot) (domainView, error) {
	detail, err := object.DomainInfo{Name: string(q.Domain)}.Answer(s)
	if err != nil {
		return domainView{}, err
	}
	owner, err := ownerOf(s, detail.Domain.Account)
	return domainView{detail, owner, s.Now}, err
}

// A domain is the Domain_Object of the original.
type domain struct {
	Status      []string `json:"status" doc:"EPP statuses, and beside them grace periods such as autoRenewPeriod and redemptionPeriod"`
	Domain      string   `json:"domain"`
	NS          []string `json:"ns"`
	Registrant  string   `json:"registrant"`
	Admin       string   `json:"admin"`
	Tech        oneOrAll `json:"tech" doc:"A handle, or an array of several"`
	AuthInfo    string   `json:"authinfo" doc:"Authorization code for a transfer"`
	Created     string   `json:"crDate"`
	Expires     string   `json:"exDate"`
	DNSSEC      []dsData `json:"dnssec"`
	Owner       string   `json:"owner" doc:"E-mail address of the account"`
	Timestamp   int64    `json:"timestamp" doc:"Of the last change, in Unix seconds"`
	RenewalDate string   `json:"renewal_date" doc:"Date of the automatic renewal: dd/mm/yyyy"`
}

type dsData struct {
	KeyTag     int    `json:"keyTag"`
	Algorithm  int    `json:"alg"`
	DigestType int    `json:"digestType"`
	Digest     string `json:"digest"`
}

// oneOrAll is a list of handles that is encoded as a string if it has at most one,
// and as an array if it has more.
type oneOrAll []registry.ContactID

func (h oneOrAll) MarshalJSON() ([]byte, error) {
	if len(h) > 1 {
		return json.Marshal([]registry.ContactID(h))
	}
	return json.Marshal(h.first())
}

func (h oneOrAll) first() string {
	if len(h) == 0 {
		return ""
	}
	return string(h[0])
}

// Schema returns the schema: a string or an array.
func (oneOrAll) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	return &huma.Schema{AnyOf: []*huma.Schema{text, {Type: huma.TypeArray, Items: text}}}
}

// rome returns the time zone of the .it registry.
func rome() *time.Location {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // time/tzdata is embedded
	}
	return zone
}

func encodeDomain(v domainView) domain {
	d := v.Domain
	const instant = "2006-01-02T15:04:05.000-07:00"
	zone := rome()
	out := domain{
		Status: []string{}, Domain: d.Name.Unicode(), NS: []string{}, Registrant: string(d.Registrant), Admin: oneOrAll(d.Admin).first(), Tech: d.Tech,
		AuthInfo: v.AuthInfo, Created: d.Created.In(zone).Format(instant), Expires: d.Expires.In(zone).Format(instant),
		DNSSEC: []dsData{}, Owner: v.owner, Timestamp: d.Created.Unix(), RenewalDate: d.Expires.In(zone).Format("02/01/2006"),
	}
	for _, s := range d.AllStatuses() {
		out.Status = append(out.Status, string(s))
	}
	for _, p := range d.RGP(v.now) {
		if !slices.Contains(out.Status, p) {
			out.Status = append(out.Status, p)
		}
	}
	for _, ns := range d.Nameservers {
		out.NS = append(out.NS, string(ns.Host))
	}
	for _, ds := range d.DNSSEC.DS {
		out.DNSSEC = append(out.DNSSEC, dsData{ds.KeyTag, ds.Algorithm, ds.DigestType, ds.Digest})
	}
	if !d.Updated.IsZero() {
		out.Timestamp = d.Updated.Unix()
	}
	return out
}

// accountDomain returns a domain of the account. Invalid names and names of others
// are ErrNoName, too.
func accountDomain(s *command.Snapshot, name string) (registry.Domain, error) {
	d, err := s.FindOwnDomain(name)
	if errors.Is(err, registry.ErrNameSyntax) || errors.Is(err, registry.ErrNotYours) {
		err = registry.ErrNoName.On("name", registry.Truncate(name))
	}
	return d, err
}
