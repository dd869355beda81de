package it_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/cadastre-registry/cadastre/name"
	"github.com/cadastre-registry/cadastre/registry"
	"github.com/cadastre-registry/cadastre/registry/namelist"
	"github.com/cadastre-registry/cadastre/tld/it"
	"github.com/cadastre-registry/cadastre/tld/tldtest"
)

func policy() registry.Policy { return it.Policy(it.DefaultPrices()) }

func TestPolicyConforms(t *testing.T) { tldtest.CheckPolicy(t, policy()) }

func TestDeleteInAutoRenewPeriodAndRestore(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{AutoRenew: policy().AutoRenew}).
		Delete("2027-03-15T23:59:59Z").
		Restore("2027-04-01T00:00:00Z").
		Delete("2027-04-02T00:00:00Z").
		AdvanceTo("2028-01-01T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:    active to 2027-03-01T22:59:59Z
			2027-03-01T22:59:59Z autorenew: active to 2028-03-01T22:59:59Z, autoRenewPeriod
			2027-03-15T23:59:59Z delete:    redemptionPeriod until 2027-04-14T22:59:59Z, undelegated, back 8.50 EUR
			2027-04-01T00:00:00Z restore:   active to 2028-03-01T22:59:59Z, bought 1
			2027-04-02T00:00:00Z delete:    redemptionPeriod until 2027-05-02T00:00:00Z, undelegated
			2027-05-02T00:00:00Z drop:      pendingDelete until 2027-05-07T00:00:00Z, undelegated
			2027-05-07T00:00:00Z release:   released`)
}

func TestATransferIsApprovedAfterADay(t *testing.T) {
	tldtest.NewTimeline(t, policy(), "2026-03-01T00:00:00Z", "1y", registry.Domain{}).
		Transfer("2026-06-01T00:00:00Z").
		AdvanceTo("2026-06-02T00:00:00Z").
		Expect(`
			2026-03-01T00:00:00Z create:   active to 2027-03-01T22:59:59Z
			2026-06-01T00:00:00Z request:  active to 2027-03-01T22:59:59Z, transfer pending
			2026-06-02T00:00:00Z transfer: active to 2028-03-01T22:59:59Z`)
}

// A name ends with the last second of a day in Rome, in winter and in summer
// (docs/contracts/altravia.md A-o).
func TestARegistrationEndsAtTheEndOfADayInRome(t *testing.T) {
	for _, row := range [][2]string{
		{"2026-01-10T12:00:00Z", "2027-01-10T22:59:59Z"},
		{"2026-01-10T23:30:00Z", "2027-01-11T22:59:59Z"}, // the next day in Rome
		{"2026-07-10T12:00:00Z", "2027-07-10T21:59:59Z"},
		{"2026-01-10T22:59:58Z", "2027-01-10T22:59:59Z"},
	} {
		created, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			t.Fatal(err)
		}
		d := registry.Domain{Name: "aaa.it"}.Register(registry.Years(1), registry.Price{}, created, policy())
		if got := d.Expires.Format(time.RFC3339); got != row[1] {
			t.Errorf("created %s: ends %s, want %s", row[0], got, row[1])
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]error{
		"aaa.it": nil, "città.it": nil, "perché.it": nil, "straße.it": nil,
		"aa.it": registry.ErrNameLength, "niño.it": registry.ErrNameLetters, "a.roma.it": registry.ErrTLD,
	} {
		if err := policy().CheckName(name.MustParse(text)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

func TestAuthInfo(t *testing.T) {
	for secret, ok := range map[string]bool{
		"1234567": false, "12345678": true, "0123456789abcdef0123456789abcdef": true, "0123456789abcdef0123456789abcdef0": false,
	} {
		if err := policy().CheckAuthInfo(secret); ok != (err == nil) {
			t.Errorf("%q: %v", secret, err)
		}
	}
}

// alice returns a valid contact of an Italian person.
func alice() registry.Contact {
	return registry.Contact{
		ID: "AV-100000001", Voice: "+39.0212345678", Email: "alice@a.example",
		Postal: registry.Postal{Name: "Alice Example", Org: "Alice Example", City: "Milano", State: "MI", Country: "IT"},
		Ext:    registry.Extension{it.EntityType: "1", it.Nationality: "IT", it.RegCode: "XMPLCA80A41F205X"},
	}
}

func TestCheckContact(t *testing.T) {
	company := func(c *registry.Contact, kind int, code string) {
		c.Ext, c.Postal.Org = c.Ext.With(it.EntityType, strconv.Itoa(kind)).With(it.RegCode, code), "Example S.p.A."
	}
	for title, row := range map[string]struct {
		change func(c *registry.Contact)
		field  string // Field of the fault; "": none
	}{
		"an Italian":                   {func(*registry.Contact) {}, ""},
		"in lower case":                {func(c *registry.Contact) { c.Ext, c.Postal.State = c.Ext.With(it.RegCode, "xmplca80a41f205x"), "mi" }, ""},
		"an ordinary contact":          {func(c *registry.Contact) { c.Ext = c.Ext.With(it.EntityType, "") }, "entitytype"},
		"without a name":               {func(c *registry.Contact) { c.Postal.Name = "" }, "name"},
		"a tax number of a company":    {func(c *registry.Contact) { c.Ext = c.Ext.With(it.RegCode, "12345678901") }, "regcode"},
		"no tax number":                {func(c *registry.Contact) { c.Ext = c.Ext.With(it.RegCode, "") }, "regcode"},
		"no nationality":               {func(c *registry.Contact) { c.Ext = c.Ext.With(it.Nationality, "") }, "nationality"},
		"no telephone":                 {func(c *registry.Contact) { c.Voice = "" }, "voice"},
		"sixteen digits of telephone":  {func(c *registry.Contact) { c.Voice = "+39.02123456789012" }, "voice"},
		"fifteen digits of telephone":  {func(c *registry.Contact) { c.Voice = "+39.0212345678901" }, ""},
		"an organisation's name":       {func(c *registry.Contact) { c.Postal.Org = "Example S.p.A." }, "org"},
		"no organisation":              {func(c *registry.Contact) { c.Postal.Org = "" }, ""},
		"a province that is none":      {func(c *registry.Contact) { c.Postal.State = "XX" }, "sp"},
		"no province":                  {func(c *registry.Contact) { c.Postal.State = "" }, "sp"},
		"a province of old":            {func(c *registry.Contact) { c.Postal.State = "OG" }, ""},
		"an Italian in the US":         {func(c *registry.Contact) { c.Postal.Country, c.Postal.State = "US", "" }, ""},
		"an American in Italy":         {func(c *registry.Contact) { c.Ext = c.Ext.With(it.Nationality, "US").With(it.RegCode, "P1234") }, ""},
		"an American without a number": {func(c *registry.Contact) { c.Ext = c.Ext.With(it.Nationality, "US").With(it.RegCode, "") }, "regcode"},
		"an American in the US": {func(c *registry.Contact) {
			c.Ext, c.Postal.Country = c.Ext.With(it.Nationality, "US").With(it.RegCode, "P1234"), "US"
		}, "cc"},
		"a person's school": {func(c *registry.Contact) { c.Ext = c.Ext.With(it.SchoolCode, "MIIS000001") }, "schoolcode"},
		"a public school": {func(c *registry.Contact) {
			company(c, 5, "12345678901")
			c.Ext = c.Ext.With(it.SchoolCode, "MIIS000001")
		}, ""},
		"a company":                       {func(c *registry.Contact) { company(c, 2, "12345678901") }, ""},
		"a company with a person's code":  {func(c *registry.Contact) { company(c, 2, "XMPLCA80A41F205X") }, "regcode"},
		"a company of Italians in the US": {func(c *registry.Contact) { company(c, 2, "12345678901"); c.Postal.Country = "US" }, "cc"},
		"a freelancer":                    {func(c *registry.Contact) { company(c, 3, "1234567890") }, "regcode"},
		"a club":                          {func(c *registry.Contact) { company(c, 4, "n.a.") }, ""},
		"a club with a number":            {func(c *registry.Contact) { company(c, 4, "123") }, ""},
		"a club with a word":              {func(c *registry.Contact) { company(c, 4, "none") }, "regcode"},
		"another body":                    {func(c *registry.Contact) { company(c, 6, "") }, "regcode"},
		"an account's own contact": {func(c *registry.Contact) {
			*c = registry.Contact{Ext: registry.Extension{it.EntityType: "7", it.Nationality: "FR"}, Postal: registry.Postal{Name: "Alice Example", Country: "FR"}}
		}, ""},
		"an account's own contact in Italy": {func(c *registry.Contact) {
			*c = registry.Contact{Ext: registry.Extension{it.EntityType: "7", it.Nationality: "IT"}, Postal: registry.Postal{Name: "Alice Example", Country: "IT"}}
		}, ""},
		"a foreign company in the US": {func(c *registry.Contact) { company(c, 7, "US-1"); c.Postal.Country = "US" }, "cc"},
	} {
		c := alice()
		row.change(&c)
		err := policy().CheckContact(c, "registrant", time.Time{})
		var fault *registry.Fault
		if got := errors.As(err, &fault); got != (row.field != "") || got && (fault.Field != row.field || !errors.Is(err, registry.ErrContactData)) {
			t.Errorf("%s: %v, want a fault of %q", title, err, row.field)
		}
		anyone := row.field == "sp" || row.field == "voice" && c.Voice != "" // also checked for other roles
		if err := policy().CheckContact(c, "tech", time.Time{}); (err != nil) != anyone {
			t.Errorf("%s, technical: %v", title, err)
		}
	}
}

func TestRegistrantIdentityCannotBeChanged(t *testing.T) {
	for title, row := range map[string]struct {
		change func(c *registry.Contact)
		field  string
	}{
		"nothing":     {func(*registry.Contact) {}, ""},
		"an address":  {func(c *registry.Contact) { c.Postal.City, c.Voice = "Roma", "+39.06123456" }, ""},
		"nationality": {func(c *registry.Contact) { c.Ext = c.Ext.With(it.Nationality, "FR") }, "nationality"},
		"type":        {func(c *registry.Contact) { c.Ext = c.Ext.With(it.EntityType, "7") }, "entitytype"},
		"no type":     {func(c *registry.Contact) { c.Ext = c.Ext.With(it.EntityType, "") }, "entitytype"},
		"number":      {func(c *registry.Contact) { c.Ext = c.Ext.With(it.RegCode, "") }, "regcode"},
		"org":         {func(c *registry.Contact) { c.Postal.Org = "Example S.p.A." }, "org"},
	} {
		after := alice()
		row.change(&after)
		err := policy().CheckContactChange(alice(), after, "registrant")
		var fault *registry.Fault
		if got := errors.As(err, &fault); got != (row.field != "") || got && (fault.Field != row.field || !errors.Is(err, registry.ErrContactImmutable)) {
			t.Errorf("%s: %v, want a fault of %q", title, err, row.field)
		}
		if err := policy().CheckContactChange(alice(), after, "admin"); err != nil {
			t.Errorf("%s of an administrative contact: %v", title, err)
		}
		blank := registry.Contact{ID: after.ID}
		if err := policy().CheckContactChange(blank, after, "registrant"); err != nil {
			t.Errorf("%s, filled in: %v", title, err)
		}
	}
}

func TestPrices(t *testing.T) {
	tldtest.CheckPrices(t, it.DefaultPrices(), `
		create 1y 10.00 8.50
		renew 1y 10.00 8.50
		restore - 40.00 34.00
		transfer 1y 10.00 8.50
		create 2y none`)
}

func TestContactWithoutRoleIsCompleteOrPlain(t *testing.T) {
	for title, row := range map[string]struct {
		change func(c *registry.Contact)
		want   error
	}{
		"all":            {func(*registry.Contact) {}, nil},
		"nothing":        {func(c *registry.Contact) { c.Ext = nil }, nil},
		"no nationality": {func(c *registry.Contact) { c.Ext = c.Ext.With(it.Nationality, "") }, registry.ErrMissing},
		"no type":        {func(c *registry.Contact) { c.Ext = c.Ext.With(it.EntityType, "") }, registry.ErrMissing},
		"no number":      {func(c *registry.Contact) { c.Ext = c.Ext.With(it.RegCode, "") }, registry.ErrMissing},
		"a wrong number": {func(c *registry.Contact) { c.Ext = c.Ext.With(it.RegCode, "1") }, registry.ErrContactData},
		"no province":    {func(c *registry.Contact) { c.Ext, c.Postal.State = nil, "" }, registry.ErrContactData},
	} {
		c := alice()
		row.change(&c)
		if err := policy().CheckContact(c, "", time.Time{}); !errors.Is(err, row.want) || (row.want == nil) != (err == nil) {
			t.Errorf("%s: %v, want %v", title, err, row.want)
		}
	}
}

func TestRegistrantAndNameserverChangesAreExclusive(t *testing.T) {
	before := registry.Domain{
		Name: "aaa.it", Registrant: "AV-1", Admin: []registry.ContactID{"AV-1"}, Tech: []registry.ContactID{"AV-1"},
		Nameservers: []registry.Nameserver{{Host: "ns1.a.example"}, {Host: "ns2.a.example"}},
	}
	holder := func(d *registry.Domain) { d.Registrant = "AV-2" }
	server := func(d *registry.Domain) { d.Nameservers[0].Host = "ns3.a.example" }
	people := func(d *registry.Domain) { d.Tech = append(d.Tech, "AV-2"); d.Admin[0] = "AV-2" }
	for i, row := range []struct {
		changes []func(*registry.Domain)
		ok      bool
	}{
		{nil, true},
		{[]func(*registry.Domain){holder}, true}, {[]func(*registry.Domain){server}, true}, {[]func(*registry.Domain){people}, true},
		{[]func(*registry.Domain){holder, server}, false}, {[]func(*registry.Domain){holder, people}, false}, {[]func(*registry.Domain){server, people}, false},
	} {
		after := before.Clone()
		for _, change := range row.changes {
			change(&after)
		}
		if err := policy().CheckDomain(before, after); (err == nil) != row.ok || err != nil && !errors.Is(err, registry.ErrExclusive) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if err := policy().CheckDomain(registry.Domain{}, registry.Domain{Name: "aaa.it", Registrant: "AV-1"}); !errors.Is(err, registry.ErrNSCount) {
		t.Errorf("without name servers: %v", err)
	}
}

// The built-in list has the names that the policy keeps back.
func TestBuiltinNames(t *testing.T) {
	list := tldtest.CheckNames(t, policy())
	for n, want := range map[name.Name]namelist.Class{
		"gov.it": namelist.Blocked, "governo.it": namelist.Reserved, "roma.it": namelist.Reserved, "toscana.it": namelist.Reserved, "valle-daosta.it": namelist.Reserved,
	} {
		if list[n] != want {
			t.Errorf("%s: %q, want %q", n, list[n], want)
		}
	}
}
