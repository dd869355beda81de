package registry_test

import (
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestCheckContact(t *testing.T) {
	syntax, outside := registry.ErrSyntax, registry.ErrRange
	for title, row := range map[string]struct {
		change func(c *registry.Contact)
		want   error
		field  string
	}{
		"a plain contact":   {func(*registry.Contact) {}, nil, ""},
		"nearly nothing":    {func(c *registry.Contact) { *c = registry.Contact{ID: "C-1"} }, nil, ""},
		"a prefixed handle": {func(c *registry.Contact) { c.ID = "BEST-NAMES:0123ABCD" }, nil, ""},
		"no handle":         {func(c *registry.Contact) { c.ID = "" }, syntax, "id"},
		"a short handle":    {func(c *registry.Contact) { c.ID = "C1" }, syntax, "id"},
		"a handle of marks": {func(c *registry.Contact) { c.ID = "C<1>" }, syntax, "id"},

		"four streets":      {func(c *registry.Contact) { c.Postal.Street = make([]string, 4) }, outside, "street"},
		"a long street":     {func(c *registry.Contact) { c.Postal.Street = []string{strings.Repeat("é", 256)} }, outside, "street"},
		"a street as long":  {func(c *registry.Contact) { c.Postal.Street = []string{strings.Repeat("é", 255)} }, nil, ""},
		"a long post code":  {func(c *registry.Contact) { c.Postal.PostalCode = "12345678901234567" }, outside, "pc"},
		"lines in a name":   {func(c *registry.Contact) { c.Postal.Name = "Alice\nExample" }, syntax, "name"},
		"broken UTF-8":      {func(c *registry.Contact) { c.Postal.City = "\xff" }, syntax, "city"},
		"a country's name":  {func(c *registry.Contact) { c.Postal.Country = "Italy" }, syntax, "cc"},
		"turned around":     {func(c *registry.Contact) { c.Postal.Name = "Alice \u202eelpmaxE" }, syntax, "name"},
		"an isolate":        {func(c *registry.Contact) { c.Postal.Org = "\u2066a\u2069" }, syntax, "org"},
		"nothing to see":    {func(c *registry.Contact) { c.Postal.City = "Mi\u200blano" }, syntax, "city"},
		"a filler":          {func(c *registry.Contact) { c.Postal.Street = []string{"\u3164"} }, syntax, "street"},
		"a separator":       {func(c *registry.Contact) { c.Postal.State = "a\u2028b" }, syntax, "sp"},
		"a joiner":          {func(c *registry.Contact) { c.Postal.Name = "نامه\u200cای" }, nil, ""},
		"an Arabic number":  {func(c *registry.Contact) { c.Postal.Name = "\u06dd\u0661" }, nil, ""},
		"the other address": {func(c *registry.Contact) { c.OtherPostal.Country = "I" }, syntax, "cc"},

		"an address in ASCII":     {func(c *registry.Contact) { c.PostalForm, c.Postal.Name = "int", "Alice" }, nil, ""},
		"one that is not":         {func(c *registry.Contact) { c.PostalForm, c.Postal.Name = "int", "Ålice" }, syntax, "postalInfo"},
		"local, and one in ASCII": {func(c *registry.Contact) { c.PostalForm, c.Postal.Name, c.OtherPostal.Name = "loc", "Ålice", "Alice" }, nil, ""},
		"local, and none":         {func(c *registry.Contact) { c.PostalForm, c.OtherPostal.Street = "loc", []string{"Långgatan 1"} }, syntax, "postalInfo"},
		"another form":            {func(c *registry.Contact) { c.PostalForm = "xxx" }, syntax, "postalInfo"},

		"a voice without dot":  {func(c *registry.Contact) { c.Voice = "+390212345678" }, syntax, "voice"},
		"a voice with hyphens": {func(c *registry.Contact) { c.Voice = "+1-310-123456" }, syntax, "voice"},
		"a long voice":         {func(c *registry.Contact) { c.Voice = "+39.021234567890123" }, syntax, "voice"},
		"a fax of letters":     {func(c *registry.Contact) { c.Fax = "+39.fax" }, syntax, "fax"},
		"a long extension":     {func(c *registry.Contact) { c.VoiceExt = "12345678901234567" }, outside, "voice"},

		"no at":         {func(c *registry.Contact) { c.Email = "alice.example" }, syntax, "email"},
		"two at":        {func(c *registry.Contact) { c.Email = "alice@b@a.example" }, syntax, "email"},
		"no dot":        {func(c *registry.Contact) { c.Email = "alice@localhost" }, syntax, "email"},
		"a header":      {func(c *registry.Contact) { c.Email = "alice@a.example\r\nBcc: b@b.example" }, syntax, "email"},
		"with a space":  {func(c *registry.Contact) { c.Email = "alice @a.example" }, syntax, "email"},
		"a plus":        {func(c *registry.Contact) { c.Email = "alice+it@a.example" }, nil, ""},
		"a long e-mail": {func(c *registry.Contact) { c.Email = "alice@" + strings.Repeat("a.", 130) + "example" }, outside, "email"},

		"an extension":           {func(c *registry.Contact) { c.Ext = registry.Extension{"regcode": "1"} }, nil, ""},
		"a long extension value": {func(c *registry.Contact) { c.Ext = registry.Extension{"regcode": strings.Repeat("1", 33)} }, outside, "regcode"},
		"a line break":           {func(c *registry.Contact) { c.Ext = registry.Extension{"regcode": "1\n2"} }, syntax, "regcode"},

		"an ident":           {func(c *registry.Contact) { c.Ident = registry.Ident{"37605030299", registry.IdentPerson, "EE"} }, nil, ""},
		"without a code":     {func(c *registry.Contact) { c.Ident = registry.Ident{"", registry.IdentPerson, "EE"} }, registry.ErrMissing, "ident"},
		"without a type":     {func(c *registry.Contact) { c.Ident = registry.Ident{"37605030299", "", "EE"} }, syntax, "ident_type"},
		"without a country":  {func(c *registry.Contact) { c.Ident = registry.Ident{"37605030299", registry.IdentPerson, ""} }, syntax, "ident_country_code"},
		"of no country":      {func(c *registry.Contact) { c.Ident = registry.Ident{"37605030299", registry.IdentPerson, "ZZ"} }, syntax, "ident_country_code"},
		"a birthday":         {func(c *registry.Contact) { c.Ident = registry.Ident{"2000-02-29", registry.IdentBirthday, "EE"} }, nil, ""},
		"a birthday of none": {func(c *registry.Contact) { c.Ident = registry.Ident{"2001-02-29", registry.IdentBirthday, "EE"} }, syntax, "ident"},
	} {
		c := registry.Contact{
			ID: "C-1", Voice: "+39.0212345678", Fax: "+39.021", Email: "alice@a.example",
			Postal: registry.Postal{Name: "Alice Example", Street: []string{"Via Esempio 1", "", ""}, City: "Milano", Country: "IT"},
		}
		row.change(&c)
		checkField(t, title, c.Check(), row.want, row.field)
	}
}

func TestIsPerson(t *testing.T) {
	org, yes, no := registry.Postal{Org: "Example S.p.A."}, true, false
	for _, row := range []struct {
		c    registry.Contact
		want bool
	}{
		{registry.Contact{}, true},
		{registry.Contact{Postal: org}, false},
		{registry.Contact{Postal: org, NaturalPerson: &yes}, true},
		{registry.Contact{NaturalPerson: &no}, false},
		{registry.Contact{NaturalPerson: &no, Ident: registry.Ident{Type: registry.IdentPerson}}, true},
		{registry.Contact{Ident: registry.Ident{Type: registry.IdentOrg}}, false},
	} {
		if row.c.IsPerson() != row.want {
			t.Errorf("%+v: %v", row.c, row.c.IsPerson())
		}
	}
}
