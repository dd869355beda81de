package rdap_test

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/command"
	"github.com/cadastre-registry/cadastre/command/contact"
	"github.com/cadastre-registry/cadastre/command/object"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/store"
	"github.com/cadastre-registry/cadastre/store/storetest"
	"github.com/cadastre-registry/cadastre/story"
)

// openReverse lets every client search, as the requests of tests come from 192.0.2.1.
func (p fixture) openReverse() {
	p.ReverseSearch = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
}

const reversePath = "/rdap/domains/reverse_search/entity?"

func TestReverseSearches(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() store.Store) {
		p := newFixture(t, open())
		p.openReverse()
		org := p.object("/rdap/entity/org")["handle"].(string)
		all, _ := p.names(reversePath + "handle=9995")
		if len(all) < 10 || !slices.IsSorted(all) {
			t.Errorf("the registrar has %v", all)
		}
		for query, want := range map[string][]string{
			"handle=" + org:                            {"a.example", "org.ee", "xn--caf-dma.example"}, // person.example has it as admin, which is not shown
			"handle=" + strings.ToLower(org):           {"a.example", "org.ee", "xn--caf-dma.example"},
			"handle=" + org + "&role=registrant":       {"a.example", "org.ee", "xn--caf-dma.example"},
			"handle=" + org + "&role=technical":        nil,
			"email=org@c.example":                      {"a.example", "xn--caf-dma.example"}, // .ee does not show it
			"email=ORG@C.example&fn=desk+of+example":   {"a.example", "xn--caf-dma.example"},
			"email=org@c.example&fn=other":             nil,
			"fn=Olga+Open":                             {"disclosed.ee", "org.ee"},
			"fn=Olga+Open&role=administrative":         {"org.ee"},
			"fn=Alice+Private":                         nil, // hidden everywhere
			"email=person@c.example":                   nil,
			"fn=Carla+Consente":                        {"consent.it"},
			"fn=Silvia+Tace":                           nil,
			"email=hidden@c.example":                   nil, // behind a shield
			"fn=Best+Names&role=registrar":             all,
			"email=abuse@best.example&role=registrar":  all,
			"email=abuse@best.example&role=registrant": nil, // a shield is found as the registrar's only
			"handle=9995&role=registrant":              nil,
			"handle=best":                              nil, // with an IANA ID the handle is that
			"handle=7-XYZ":                             nil,
		} {
			if got, _ := p.names(reversePath + query); !slices.Equal(got, want) {
				t.Errorf("%s finds %v, want %v", query, got, want)
			}
		}
	})
}

func TestReverseSearchesComeInPages(t *testing.T) {
	p := newSQLiteFixture(t)
	p.openReverse()
	want := story.Do(p.Fixture, best, createMany(120))
	query := reversePath + url.Values{"email": {"org@c.example"}, "role": {"registrant"}}.Encode()
	got, pages := p.names(query)
	if want = append([]string{"a.example"}, append(want, "xn--caf-dma.example")...); !slices.Equal(got, want) || pages != 3 {
		t.Errorf("%d names on %d pages", len(got), pages)
	}
	o := p.object(query + "&count=true")
	if total := o["paging_metadata"].(map[string]any)["totalCount"]; total != 122.0 {
		t.Errorf("totalCount is %v", total)
	}
	mapping := o["reverse_search_properties_mapping"].([]any)
	if len(mapping) != 2 || mapping[0].(map[string]any)["property"] != "email" || mapping[1].(map[string]any)["propertyPath"] != "$.entities[*].roles" {
		t.Errorf("mapping %v", mapping)
	}
}

// A search that would follow too many contacts is refused rather than answered slowly.
func TestReverseSearchesAreBounded(t *testing.T) {
	p := newSQLiteFixture(t)
	p.openReverse()
	story.Do(p.Fixture, best, namesakes(21))
	if w := p.get(reversePath + "fn=Namesake"); w.Code != 422 {
		t.Errorf("21 contacts of a name: %d %s", w.Code, w.Body)
	}
	if got, _ := p.names(reversePath + "fn=Namesake&email=same0@c.example"); !slices.Equal(got, []string{"same0.ee"}) {
		t.Errorf("one of them is %v", got)
	}
}

// namesakes registers names of contacts with the same name, which .ee shows.
type namesakes int

func (n namesakes) Run(t *command.Tx) (struct{}, error) {
	for i := range int(n) {
		id := registry.ContactID("same" + string(rune('0'+i%10)) + strings.Repeat("x", i/10))
		c := contacts()[2]
		c.ID, c.Postal.Name, c.Email = id, "Namesake", string(id)+"@c.example"
		if _, err := (contact.CreateContact{Contact: c}).Run(t); err != nil {
			return struct{}{}, err
		}
		if _, err := (object.CreateDomain{Name: string(id) + ".ee", Registrant: id}).Run(t); err != nil {
			return struct{}{}, err
		}
	}
	return struct{}{}, nil
}

func TestReverseSearchIsClosedByDefault(t *testing.T) {
	p := newSQLiteFixture(t)
	if w := p.get(reversePath + "handle=9995"); w.Code != 501 {
		t.Errorf("nothing configured: %d", w.Code)
	}
	if o := p.object("/rdap/help"); o["reverse_search_properties"] != nil || slices.Contains(o["rdapConformance"].([]any), any("reverse_search")) {
		t.Errorf("help offers what is closed: %v", o)
	}
	p.ReverseSearch = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}
	if w := p.get(reversePath + "handle=9995"); w.Code != 403 {
		t.Errorf("from another network: %d", w.Code)
	}
	o := p.object("/rdap/help")
	if list := o["reverse_search_properties"].([]any); len(list) != 4 || !slices.Contains(o["rdapConformance"].([]any), any("reverse_search")) {
		t.Errorf("help: %v", o)
	}
	p.openReverse()
	for query, want := range map[string]int{
		"": 400, "role=registrant": 400, "handle=a&handle=b": 400, "fn=A*": 422, "fn=": 422, "handle=9995&role=owner": 400, "handle=9995&cursor=!": 400,
		"handle=9995&sort=email": 400, "fn=%00": 400, "fn=" + strings.Repeat("a", 5000): 400, "handle=9995&unknown=1": 200,
	} {
		if w := p.get(reversePath + query); w.Code != want {
			t.Errorf("%.50s: %d, want %d\n%s", query, w.Code, want, w.Body)
		}
	}
	for path, want := range map[string]int{"/rdap/nameservers/reverse_search/entity?fn=a": 400, "/rdap/domains/reverse_search/nameserver?fn=a": 400} {
		if w := p.get(path); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
