package rdap_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// names returns the ldhNames of all pages of a search, and the number of pages.
func (p fixture) names(path string) (all []string, pages int) {
	p.t.Helper()
	for path != "" {
		o := p.object(path)
		for _, kind := range []string{"domainSearchResults", "nameserverSearchResults"} {
			results, _ := o[kind].([]any)
			for _, r := range results {
				all = append(all, r.(map[string]any)["ldhName"].(string))
			}
		}
		path = ""
		meta := o["paging_metadata"].(map[string]any)
		if links, ok := meta["links"].([]any); ok {
			next, err := url.Parse(links[0].(map[string]any)["href"].(string))
			if err != nil {
				p.t.Fatal(err)
			}
			path = next.RequestURI()
		}
		pages++
	}
	return all, pages
}

func TestSearches(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		p := newFixture(t, open())
		for path, want := range map[string][]string{
			"domains?name=per*":                            {"person.ee", "person.example", "person.fr"},
			"domains?name=pers*.example":                   {"person.example"},
			"domains?name=person.fr":                       {"person.fr"},
			"domains?name=PERSON.fr":                       {"person.fr"},
			"domains?name=xn--*":                           {"xn--caf-dma.example"},
			"domains?name=caf%C3%A9.example":               {"xn--caf-dma.example"},
			"domains?name=absent.fr":                       nil,
			"domains?nsLdhName=ns1.a.example":              {"person.example", "person.fr", "shielded.tk", "xn--caf-dma.example"},
			"domains?nsLdhName=ns1*.example":               nil, // an asterisk does not match a dot
			"domains?nsLdhName=ns1.*":                      {"consent.it", "person.ee", "person.example", "person.fr", "shielded.tk", "silent.it", "xn--caf-dma.example"},
			"domains?nsIp=192.0.2.1":                       {"person.example", "person.fr", "shielded.tk", "xn--caf-dma.example"},
			"domains?nsIp=2001:DB8::1":                     {"person.example", "person.fr", "shielded.tk", "xn--caf-dma.example"},
			"domains?nsIp=192.0.2.2":                       {"person.ee"},
			"domains?nsIp=192.0.2.3":                       nil,
			"nameservers?name=ns1.*":                       {"ns1.a.example", "ns1.person.ee"},
			"nameservers?name=ns2.b*.test":                 {"ns2.b.test"},
			"nameservers?name=ns1.person.ee":               {"ns1.person.ee"},
			"nameservers?ip=192.0.2.1":                     {"ns1.a.example"},
			"nameservers?ip=192.0.2.2":                     {"ns1.person.ee"},
			"nameservers?ip=::ffff:192.0.2.1":              {"ns1.a.example"},
			"nameservers?ip=2001:db8::9":                   nil,
			"domains?name=per*&cursor=cGVyc29uLmV4YW1wbGU": {"person.fr"}, // after person.example
		} {
			if got, _ := p.names("/rdap/" + path); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, want %v", path, got, want)
			}
		}
	})
}

func TestSearchesComeInPages(t *testing.T) {
	p := newSQLiteFixture(t)
	want := story.Do(p.Fixture, best, createMany(120))
	got, pages := p.names("/rdap/domains?name=many*.example")
	if !slices.Equal(got, want) || pages != 3 {
		t.Errorf("%d names on %d pages", len(got), pages)
	}
	o := p.object("/rdap/domains?name=many*.example&count=true")
	if total := o["paging_metadata"].(map[string]any)["totalCount"]; total != 120.0 {
		t.Errorf("totalCount is %v", total)
	}
	for _, path := range []string{"nsLdhName=ns1.*", "nsIp=192.0.2.1"} {
		if got, _ := p.names("/rdap/domains?" + path); !slices.IsSorted(got) || len(got) < 124 || len(slices.Compact(got)) != len(got) {
			t.Errorf("%s: %d names", path, len(got))
		}
	}
	p.SetTime(story.StartTime.AddDate(1, 0, 35)) // they are renewed; then one is deleted and released
	story.Do(p.Fixture, best, object.DeleteDomain{Name: "many050.example"})
	p.SetTime(p.Now().AddDate(0, 0, 36))
	if got, _ := p.names("/rdap/domains?name=many*.example"); len(got) != 119 || slices.Contains(got, "many050.example") {
		t.Errorf("%d names after one was released", len(got))
	}
}

// createMany registers a number of domains in one transaction and returns their
// names.
type createMany int

func (c createMany) Run(t *command.Tx) (names []string, err error) {
	for i := range int(c) {
		n := fmt.Sprintf("many%03d.example", i)
		if _, err := (object.CreateDomain{Name: n, Registrant: "org", Nameservers: []object.NS{{Host: "ns1.a.example"}}}).Run(t); err != nil {
			return nil, err
		}
		names = append(names, n)
	}
	return names, nil
}
