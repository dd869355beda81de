package altravia

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be there wherever the binary runs

	"github.com/danielgtaylor/huma/v2"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/face/rest"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
)

// A named is a call about one name.
type named struct {
	Domain nameText `json:"-" path:"domain" doc:"The name, in Unicode or punycode" example:"example.it"`
}

// A nameText is a name as a client writes it, its ASCII letters made small.
type nameText string

func (n *nameText) UnmarshalText(text []byte) error {
	*n = nameText(strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, string(text)))
	return nil
}

func (n nameText) MarshalText() ([]byte, error) { return []byte(n), nil }

var listDomainsRoute = rest.Answer("GET /domain", "List your names", 200,
	func(struct{}) command.Query[[]string] { return holdings{} }, shown[[]string], rest.Doc{
		Tag: domains, ID: "listDomains",
		Description: "All names of the account.",
		Response:    recorded("GET /domain"),
		Errors:      refused("GET /domain"),
		Refusals:    empty,
	})

type holdings struct{}

func (holdings) Answer(s *command.Snapshot) ([]string, error) {
	const page = 500
	var all []string
	for q := (command.ListDomains{DomainQuery: store.DomainQuery{Limit: page}}); ; {
		list, err := q.Answer(s)
		if err != nil {
			return nil, err
		}
		for _, of := range list {
			if of.Domain.Phase != registry.Released {
				all = append(all, of.Domain.Name.Unicode())
			}
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

var showDomainRoute = rest.Answer("GET /domain/{domain}", "Show a name", 200,
	func(in named) command.Query[holding] { return oneDomain(in) },
	func(h holding) answer[domain] { return shown(tellDomain(h)) }, rest.Doc{
		Tag: domains, ID: "showDomain",
		Description: "One name of the account.",
		Response:    recorded("GET /domain/{domain}"),
		Errors:      refused("GET /domain/{domain}"),
		Refusals:    noDomain(205),
	})

// noDomain words that the account has no such name. The sub-resources have
// another number for it than all else.
func noDomain(code int) map[string]rest.Refusal {
	no := no(404, code, "domain {name} does not exist in your database!")
	return map[string]rest.Refusal{"name-absent": no, "not-yours": no, "name-syntax": no, "unreadable:domain": no}
}

// A holding is a name with whose it is.
type holding struct {
	command.Dossier
	owner string
	now   time.Time
}

type oneDomain named

func (q oneDomain) Answer(s *command.Snapshot) (holding, error) {
	of, err := command.DomainInfo{Name: string(q.Domain)}.Answer(s)
	if err != nil {
		return holding{}, err
	}
	owner, err := ownerOf(s, of.Domain.Account)
	return holding{of, owner, s.Now}, err
}

// A domain is the Domain_Object of the original.
type domain struct {
	Status      []string `json:"status" doc:"EPP statuses, and where the name is in redemption that"`
	Domain      string   `json:"domain"`
	NS          []string `json:"ns"`
	Registrant  string   `json:"registrant"`
	Admin       string   `json:"admin"`
	Tech        oneOrAll `json:"tech" doc:"A handle, or an array of several"`
	AuthInfo    string   `json:"authinfo" doc:"What somebody else needs to transfer the name"`
	Created     string   `json:"crDate"`
	Expires     string   `json:"exDate"`
	DNSSEC      []dsData `json:"dnssec"`
	Owner       string   `json:"owner" doc:"E-mail address of the account"`
	Timestamp   int64    `json:"timestamp" doc:"Of the last change, in Unix seconds"`
	RenewalDate string   `json:"renewal_date" doc:"When it renews itself: dd/mm/yyyy"`
}

type dsData struct {
	KeyTag     int    `json:"keyTag"`
	Algorithm  int    `json:"alg"`
	DigestType int    `json:"digestType"`
	Digest     string `json:"digest"`
}

// oneOrAll are handles that go on the wire as a string if there is one, and as
// an array if there are more.
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

// Schema describes either.
func (oneOrAll) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	return &huma.Schema{AnyOf: []*huma.Schema{text, {Type: huma.TypeArray, Items: text}}}
}

// rome is where the .it registry's days begin.
func rome() *time.Location {
	zone, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err) // it is in the binary
	}
	return zone
}

func tellDomain(h holding) domain {
	d := h.Domain
	const instant = "2006-01-02T15:04:05.000-07:00"
	zone := rome()
	out := domain{
		Status: []string{}, Domain: d.Name.Unicode(), NS: []string{}, Registrant: string(d.Registrant), Admin: oneOrAll(d.Admin).first(), Tech: d.Tech,
		AuthInfo: h.AuthInfo, Created: d.Created.In(zone).Format(instant), Expires: d.Expires.In(zone).Format(instant),
		DNSSEC: []dsData{}, Owner: h.owner, Timestamp: d.Created.Unix(), RenewalDate: d.Expires.In(zone).Format("02/01/2006"),
	}
	for _, s := range d.All() {
		out.Status = append(out.Status, string(s))
	}
	if d.Phase == registry.Redemption {
		out.Status = append(out.Status, string(d.Phase))
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

// mine returns a name of the account, before anything is tried with it:
// ErrNoName, whatever else is wrong with the text.
func mine(s *command.Snapshot, name string) (registry.Domain, error) {
	d, err := s.Mine(name)
	if errors.Is(err, registry.ErrNameSyntax) || errors.Is(err, registry.ErrNotYours) {
		err = registry.ErrNoName.On("name", clip(name))
	}
	return d, err
}
