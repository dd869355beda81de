package freenom_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/story"
)

// Contacts are read in pages of 100 and names in pages of the requested size: none is
// missing or repeated, in JSON and in XML.
func TestLongListsAreComplete(t *testing.T) {
	engines(t, func(t *testing.T, w *story.Fixture, alice client) {
		actor := registry.Actor{Registrar: "freenom", Account: "alice"}
		story.Do(w, actor, createBatch(205))
		for path, form := range map[string]string{"/v2/contact/list": `"contact_id":"P%04d"`, "/v2/contact/list.xml": "<contact_id>P%04d</contact_id>"} {
			body := alice.form("GET", path, "")
			for i := range 205 {
				if n := strings.Count(body, fmt.Sprintf(form, i)); n != 1 {
					t.Errorf("%s: contact %d is listed %d times", path, i, n)
				}
			}
		}
		seen := ""
		for page := 1; page <= 6; page++ {
			body := alice.form("GET", "/v2/domain/list", fmt.Sprintf("pagenr=%d&results_per_page=41", page))
			want := 41
			if page == 6 {
				want = 0
			}
			if n := strings.Count(body, `"domainname"`); n != want || !strings.Contains(body, `"result":"205 DOMAINS FOUND"`) {
				t.Errorf("page %d has %d names: %.200s", page, n, body)
			}
			seen += body
		}
		for i := range 205 {
			if n := strings.Count(seen, fmt.Sprintf(`"N%04d.TK"`, i)); n != 1 {
				t.Errorf("name %d is listed %d times", i, n)
			}
		}
		if n := strings.Count(alice.form("GET", "/v2/domain/list", "results_per_page=1000"), `"domainname"`); n != 205 {
			t.Errorf("a page of 1000 has %d", n)
		}
	})
}

// A createBatch creates that many contacts, each with a FREE name.
type createBatch int

func (n createBatch) Run(t *command.Tx) (struct{}, error) {
	for i := range int(n) {
		id := registry.ContactID(fmt.Sprintf("P%04d", i))
		if _, err := (contact.CreateContact{Contact: registry.Contact{ID: id, Last: "Example"}}).Run(t); err != nil {
			return struct{}{}, err
		}
		if _, err := (object.CreateDomain{
			Name: fmt.Sprintf("n%04d.tk", i), Plan: registry.PlanFree, Registrant: id, Forward: registry.Forward{URL: "https://a.example/"},
		}).Run(t); err != nil {
			return struct{}{}, err
		}
	}
	return struct{}{}, nil
}
