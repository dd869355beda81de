package registry

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func testContact() Contact {
	return Contact{
		ID: "c-1", ROID: "1-CAD", Registrar: "best", Account: "alice", AuthInfo: []byte("sealed"),
		Postal: Postal{Name: "Alice Example", Street: []string{"Street 1"}, City: "City", State: "ST", PostalCode: "12345", Country: "EE"},
		Voice:  "+372.5000000", VoiceExt: "1", Fax: "+372.5000001", Email: "alice@a.example", Ext: Extension{"nationality": "EE"}, First: "Alice", Last: "Example",
	}
}

func TestDisclose(t *testing.T) {
	yes, no := true, false
	strict := Policy{Public: Publication{Organizations: []Field{FieldOrg, FieldCountry}, Consent: []Field{FieldName, FieldEmail}}}
	broad := Policy{Public: Publication{Persons: []Field{FieldCountry}}}
	company := func(c *Contact) {
		c.Postal.Org, c.Ident = "Example Works", Ident{Code: "1", Type: IdentOrg, Country: "EE"}
	}
	all := slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return f == FieldOrg || f == FieldIdent })
	for name, c := range map[string]struct {
		p    Policy
		edit func(*Contact)
		want []Field
	}{
		"a person":                        {broad, func(*Contact) {}, []Field{FieldCountry}},
		"a person, strictly":              {strict, func(*Contact) {}, nil},
		"person with consent":             {broad, func(c *Contact) { c.Disclosure.Consent = &yes }, all},
		"consent under a strict policy":   {strict, func(c *Contact) { c.Disclosure.Consent = &yes }, []Field{FieldName, FieldEmail}},
		"consent, but one field withheld": {strict, func(c *Contact) { c.Disclosure = Disclosure{Consent: &yes, Withhold: []string{"email"}} }, []Field{FieldName}},
		"published field":                 {strict, func(c *Contact) { c.Disclosure.Publish = []string{"voice"} }, []Field{FieldVoice}},
		"published address":               {strict, func(c *Contact) { c.Disclosure.Publish = []string{"addr"} }, []Field{FieldStreet, FieldCity, FieldState, FieldPostalCode, FieldCountry}},
		"published and withheld field":    {strict, func(c *Contact) { c.Disclosure = Disclosure{Publish: []string{"name"}, Withhold: []string{"name"}} }, nil},
		"published ident":                 {strict, func(c *Contact) { c.Ident.Code = "1"; c.Disclosure.Publish = []string{"ident"} }, nil},
		"a company":                       {strict, company, []Field{FieldOrg, FieldCountry}},
		"a company, broadly":              {broad, company, Fields},
		"a company that says no":          {broad, func(c *Contact) { company(c); c.Disclosure.Consent = &no }, []Field{FieldCountry}},
		"a company that withholds":        {broad, func(c *Contact) { company(c); c.Disclosure.Withhold = []string{"addr", "voice", "fax", "email"} }, []Field{FieldHandle, FieldName, FieldOrg, FieldIdent}},
		"an account's own .it contact":    {strict, func(c *Contact) { c.Ext = Extension{"entitytype": "7"} }, nil},
		"a foreign company's .it contact": {strict, func(c *Contact) { c.Postal.Org = "Works" }, []Field{FieldOrg, FieldCountry}},
		"a person's .it contact with org": {strict, func(c *Contact) { c.NaturalPerson, c.Postal.Org = &yes, "Alice Example" }, nil},
	} {
		contact := testContact()
		c.edit(&contact)
		got := c.p.Disclose(contact)
		var shown []Field
		for _, p := range contactFields {
			if p.has(got.Contact) {
				shown = append(shown, p.field)
			}
		}
		if !slices.Equal(shown, c.want) {
			t.Errorf("%s shows %v, want %v", name, shown, c.want)
		}
	}
}

// A PublicContact has only the fields listed in contactFields: no secrets, no owner.
func TestPublicContactHasOnlyListedFields(t *testing.T) {
	got := Policy{}.Disclose(func() Contact { c := testContact(); c.Postal.Org = "Works"; return c }())
	want := testContact()
	want.Postal.Org = "Works"
	want.Account, want.AuthInfo, want.Ext, want.First, want.Last = "", nil, nil, "", ""
	if !reflect.DeepEqual(got.Contact, want) || got.Hidden != nil {
		t.Errorf("got %+v\nwant %+v", got.Contact, want)
	}
}

// Each field present is either shown or in Hidden, and Intersect shows no field that
// one of its operands hides.
func TestFieldsAreShownOrHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.SliceOf(rapid.SampledFrom(Fields))
		words := rapid.SliceOf(rapid.SampledFrom([]string{"name", "org", "addr", "voice", "fax", "email", "nonsense"}))
		consent := rapid.SampledFrom([]*bool{nil, new(bool), func() *bool { b := true; return &b }()})
		policy := func(label string) Policy {
			return Policy{Public: Publication{Persons: fields.Draw(t, label), Organizations: fields.Draw(t, label), Consent: fields.Draw(t, label)}}
		}
		c := testContact()
		if rapid.Bool().Draw(t, "org") {
			c.Postal.Org = "Works"
		}
		c.Disclosure = Disclosure{Publish: words.Draw(t, "publish"), Withhold: words.Draw(t, "withhold"), Consent: consent.Draw(t, "consent")}
		a, b := policy("a").Disclose(c), policy("b").Disclose(c)
		met := a.Intersect(b)
		for _, p := range contactFields {
			if p.has(c) != (p.has(a.Contact) != slices.Contains(a.Hidden, p.field)) {
				t.Fatalf("%s: shown %t, hidden %v", p.field, p.has(a.Contact), a.Hidden)
			}
			if p.has(met.Contact) != (p.has(a.Contact) && p.has(b.Contact)) || p.has(c) && p.has(met.Contact) == slices.Contains(met.Hidden, p.field) {
				t.Fatalf("%s: met %+v", p.field, met)
			}
		}
	})
}
