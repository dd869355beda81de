package registry_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestRecordValuesAreNormalized(t *testing.T) {
	for _, row := range []struct{ label, kind, value, wantLabel, wantData string }{
		{"www", "a", "192.0.2.1", "www", "192.0.2.1"},
		{"", "AAAA", "2001:DB8:0:0::1", "@", "2001:db8::1"},
		{"@", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"a.example", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"a.example.", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"WWW.a.example.", "A", "192.0.2.1", "www", "192.0.2.1"},
		{"www.sub", "CNAME", "B.Example.", "www.sub", "b.example."},
		{"*", "CNAME", "b.example", "*", "b.example."},
		{"*.a.example", "CNAME", "b.example", "*", "b.example."},
		{"*.shop", "CNAME", "b.example", "*.shop", "b.example."},
		{"müll", "CNAME", "müll.example", "xn--mll-hoa", "xn--mll-hoa.example."},
		{"_DMARC", "TXT", "v=DMARC1; p=none", "_dmarc", `"v=DMARC1; p=none"`},
		{"k1._domainkey", "CNAME", "k1._domainkey.b.example", "k1._domainkey", "k1._domainkey.b.example."},
		{"key1_op16._domainkey", "CNAME", "r4---sn-a5uuxaxjvh-gpm6.example.net", "key1_op16._domainkey", "r4---sn-a5uuxaxjvh-gpm6.example.net."},
		{"*www", "CNAME", "a_b.tenant.example.net", "*www", "a_b.tenant.example.net."}, // no wildcard (RFC 4592 section 2.1.1)
		{"www.*", "CNAME", "TÄST。example", "www.*", "xn--tst-qla.example."},
		{`my\032printer`, "CNAME", `a\.b.example`, `my\ printer`, `a\.b.example.`},
		{"@", "MX", "mx--1.example.net", "@", "10 mx--1.example.net."},
		{"@", "MX", "mail.b.example", "@", "10 mail.b.example."},
		{"@", "TXT", `"quoted" \ text é`, "@", `"\"quoted\" \\ text \195\169"`},
		{"@", "TXT", `"k1=v1" "k2=v2"`, "@", `"k1=v1" "k2=v2"`},
		{"@", "TXT", `""`, "@", `""`},
	} {
		v := registry.RecordValue{Label: row.label, Type: row.kind, Value: row.value, Priority: 10, TTL: 1800}
		r, err := v.Record("a.example")
		if err != nil || r.Label != row.wantLabel || r.Data != row.wantData {
			t.Errorf("%q %s %.40q: %q %.40q, %v", row.label, row.kind, row.value, r.Label, r.Data, err)
			continue
		}
		if again, err := r.Normalize(); err != nil || again != r {
			t.Errorf("%q %s %.40q normalizes again to %v, %v", r.Label, r.Type, r.Data, again, err)
		}
		shown, ok := r.Value()
		if again, err := shown.Record("a.example"); !ok || err != nil || again != r {
			t.Errorf("%q %s %.40q is shown as %v and read as %v, %v", r.Label, r.Type, r.Data, shown, again, err)
		}
	}
	null := registry.RecordValue{Label: "@", Type: "MX", Value: "."}
	if r, err := null.Record("a.example"); err != nil || r.Data != "0 ." {
		t.Errorf("a null MX: %+v, %v", r, err)
	}
}

func TestInvalidRecordValuesAreRefused(t *testing.T) {
	for _, row := range []struct {
		label, kind, value string
		want               error
	}{
		{"www", "A", "2001:db8::1", registry.ErrRecord},
		{"www", "A", "192.0.2.256", registry.ErrRecord},
		{"www", "A", "192.0.2.01", registry.ErrRecord},
		{"www", "A", "192.0.2.1 ; x", registry.ErrRecord},
		{"www", "A", "", registry.ErrRecord},
		{"www", "AAAA", "192.0.2.1", registry.ErrRecord},
		{"www", "AAAA", "::ffff:192.0.2.1", registry.ErrRecord},
		{"www", "AAAA", "fe80::1%eth0", registry.ErrRecord},
		{"www", "CNAME", "192.0.2.1", registry.ErrRecord},
		{"www", "CNAME", "192.0.2.1.", registry.ErrRecord},
		{"www", "CNAME", "", registry.ErrRecord},
		{"www", "CNAME", ".", registry.ErrRecord},
		{"www", "CNAME", "a b.example", registry.ErrRecord},
		{"www", "CNAME", "b..example", registry.ErrRecord},
		{"www", "CNAME", "www.a.example", registry.ErrRecord},
		{"@", "MX", "10 mail.b.example", registry.ErrRecord},
		{"@", "MX", "192.0.2.1", registry.ErrRecord},
		{"@", "MX", ".", registry.ErrRecord}, // with a preference (RFC 7505 section 3)
		{"@", "TXT", "", registry.ErrRecord},
		{"@", "TXT", "two\nlines", registry.ErrRecord},
		{"@", "TXT", "\xff", registry.ErrRecord},
		{"@", "TXT", strings.Repeat("x", 70_000), registry.ErrRecord},
		{"@", "NS", "ns1.b.example", registry.ErrRecord},
		{"@", "", "x", registry.ErrRecord},
		{"@", "CNAME", "b.example", registry.ErrCNAMEConflict},
		{"a b", "A", "192.0.2.1", registry.ErrNameSyntax},
		{"..", "A", "192.0.2.1", registry.ErrNameSyntax},
		{"www.b.example.", "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x", 64), "A", "192.0.2.1", registry.ErrNameSyntax},
		{"_" + strings.Repeat("x", 63), "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x.", 122), "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x", 5000), "A", "192.0.2.1", registry.ErrNameSyntax},
	} {
		v := registry.RecordValue{Label: row.label, Type: row.kind, Value: row.value, Priority: 10}
		if r, err := v.Record("a.example"); !errors.Is(err, row.want) {
			t.Errorf("%.40q %s %.40q: %v, %v, want %v", row.label, row.kind, row.value, r.Label, err, row.want)
		}
	}
}

// TestTypesBelongToOwners checks which types the apex and wildcards cannot have.
func TestTypesBelongToOwners(t *testing.T) {
	for text, want := range map[string]error{
		"@ NS ns1.b.example.": registry.ErrRecord, "*.x NS ns1.b.example.": registry.ErrRecord, "sub NS NS1.b.example.": nil,
		"@ DS 1 13 2 " + strings.Repeat("AB", 32): registry.ErrRecord, "@ SOA a. b. 1 2 3 4 5": registry.ErrRecord, "@ CNAME b.example.": registry.ErrCNAMEConflict,
		`@ CAA 0 issue "ca.example"`: nil, "_sip._tcp SRV 0 5 5060 sip.b.example.": nil, "@ HTTPS 1 . alpn=h2": nil, "x TYPE65280 \\# 1 00": registry.ErrRecord,
	} {
		f := strings.SplitN(text, " ", 3)
		if _, err := (registry.Record{Zone: "a.example", Label: f[0], Type: f[1], Data: f[2]}).Normalize(); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", text, err, want)
		}
	}
}

func TestRecordValuesHaveNumbersInRange(t *testing.T) {
	mx := registry.RecordValue{Label: "@", Type: "MX", Value: "mail.b.example", Priority: 10, TTL: 60}
	for title, row := range map[string]struct {
		change func(v *registry.RecordValue)
		want   error
	}{
		"usual":           {func(*registry.RecordValue) {}, nil},
		"TTL 0":           {func(v *registry.RecordValue) { v.TTL = 0 }, nil},
		"highest TTL":     {func(v *registry.RecordValue) { v.TTL = 1<<31 - 1 }, nil},
		"TTL too high":    {func(v *registry.RecordValue) { v.TTL = 1 << 31 }, registry.ErrRange},
		"TTL below 0":     {func(v *registry.RecordValue) { v.TTL = -1 }, registry.ErrRange},
		"highest":         {func(v *registry.RecordValue) { v.Priority = 65535 }, nil},
		"too high":        {func(v *registry.RecordValue) { v.Priority = 65536 }, registry.ErrRange},
		"below 0":         {func(v *registry.RecordValue) { v.Priority = -1 }, registry.ErrRange},
		"none but for MX": {func(v *registry.RecordValue) { v.Type, v.Priority, v.Label = "CNAME", 70000, "www" }, nil},
	} {
		v := mx
		row.change(&v)
		if r, err := v.Record("a.example"); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, %v", title, r, err)
		}
	}
}

// TestOlderRecordsAreRead checks that records of before document version 3 keep what they
// say, octet for octet.
func TestOlderRecordsAreRead(t *testing.T) {
	for doc, want := range map[string]string{
		`"type":"A","value":"192.0.2.1"`:                          "192.0.2.1",
		`"type":"CNAME","value":"b.example"`:                      "b.example.",
		`"type":"MX","value":"mail.b.example","priority":10`:      "10 mail.b.example.",
		`"type":"MX","value":".","priority":10`:                   "10 .",
		`"type":"MX","value":"mail.b.example"`:                    "0 mail.b.example.",
		`"type":"TXT","value":"\"a\" \"b\" é"`:                    `"\"a\" \"b\" \195\169"`,
		`"type":"TXT","value":"` + strings.Repeat("x", 300) + `"`: `"` + strings.Repeat("x", 255) + `" "` + strings.Repeat("x", 45) + `"`,
	} {
		for _, prefix := range []string{`{`, `{"v":2,`} {
			var r registry.Record
			if err := registry.DecodeDocument([]byte(prefix+doc+`}`), &r); err != nil || r.Data != want {
				t.Errorf("%.60s: %.60q, %v, want %.60q", doc, r.Data, err, want)
			}
		}
	}
	r := registry.Record{ID: 1, Zone: "a.example", Label: "@", Type: "TXT", Data: `"x"`}
	doc, err := registry.EncodeDocument(r)
	var again registry.Record
	if err == nil {
		err = registry.DecodeDocument(doc, &again)
	}
	if err != nil || again != r {
		t.Errorf("%s: %v, %v", doc, again, err)
	}
}

func TestCheckConflicts(t *testing.T) {
	zone := []registry.Record{
		{ID: 1, Zone: "a.example", Label: "@", Type: "MX", Data: "mail.b.example"},
		{ID: 2, Zone: "a.example", Label: "www", Type: "A", Data: "192.0.2.1"},
		{ID: 3, Zone: "a.example", Label: "shop", Type: "CNAME", Data: "b.example"},
	}
	for title, row := range map[string]struct {
		r    registry.Record
		want error
	}{
		"another address":       {registry.Record{Label: "www", Type: "A", Data: "192.0.2.2"}, nil},
		"the same address":      {registry.Record{Label: "www", Type: "A", Data: "192.0.2.1"}, registry.ErrRecordTaken},
		"its own earlier self":  {registry.Record{ID: 2, Label: "www", Type: "A", Data: "192.0.2.1"}, nil},
		"CNAME at the apex":     {registry.Record{Label: "@", Type: "CNAME", Data: "b.example"}, registry.ErrCNAMEConflict},
		"CNAME beside others":   {registry.Record{Label: "www", Type: "CNAME", Data: "b.example"}, registry.ErrCNAMEConflict},
		"others beside a CNAME": {registry.Record{Label: "shop", Type: "TXT", Data: "x"}, registry.ErrCNAMEConflict},
		"a second CNAME":        {registry.Record{Label: "shop", Type: "CNAME", Data: "c.example"}, registry.ErrCNAMEConflict},
		"an A that was a CNAME": {registry.Record{ID: 3, Label: "shop", Type: "A", Data: "192.0.2.1"}, nil},
		"a wildcard":            {registry.Record{Label: "*", Type: "A", Data: "192.0.2.1"}, nil},
	} {
		if err := row.r.CheckConflicts(zone); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", title, err, row.want)
		}
	}
	var full []registry.Record
	for i := range registry.MaxRecords {
		full = append(full, registry.Record{ID: int64(i + 1), Label: fmt.Sprintf("h%d", i), Type: "A", Data: "192.0.2.1"})
	}
	one := registry.Record{Label: "one-more", Type: "A", Data: "192.0.2.1"}
	if err := one.CheckConflicts(full); !errors.Is(err, registry.ErrRecordCount) {
		t.Errorf("one record over the limit: %v", err)
	}
	if one.ID = 1; one.CheckConflicts(full) != nil {
		t.Error("a record of a full zone cannot be replaced")
	}
}

// TestZonesKeepTheirRules checks what a zone cannot hold although each record is valid.
func TestZonesKeepTheirRules(t *testing.T) {
	ds := "1 13 2 " + strings.Repeat("AB", 32)
	many := func(n int, data string) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprintf("t TXT %s", strings.ReplaceAll(data, "#", fmt.Sprint(i))))
		}
		return all
	}
	for title, row := range map[string]struct {
		records []string
		want    error
	}{
		"null MX":             {[]string{"@ MX 0 ."}, nil},
		"null MX and another": {[]string{"@ MX 0 .", "@ MX 10 mail.b.example."}, registry.ErrRecord},
		"null MX elsewhere":   {[]string{"x MX 0 .", "@ MX 10 mail.b.example."}, nil},
		"delegation":          {[]string{"sub NS ns1.b.example.", "sub DS " + ds}, nil},
		"DS without NS":       {[]string{"sub DS " + ds, "x NS ns1.b.example."}, registry.ErrRecord},
		"an RRset of 64 kB":   {many(2, `"#`+strings.Repeat(`" "x`, 12_000)+`"`), nil},
		"an RRset too large":  {many(3, `"#`+strings.Repeat(`" "x`, 12_000)+`"`), registry.ErrRecordCount},
		"a zone too large":    {many(20, `"#`+strings.Repeat(`" "`+strings.Repeat(`\000`, 250), 60)+`"`), registry.ErrRecordCount},
	} {
		var records []registry.Record
		for _, text := range row.records {
			f := strings.SplitN(text, " ", 3)
			records = append(records, registry.Record{Label: f[0], Type: f[1], Data: f[2]})
		}
		if err := registry.CheckRecords(records, []string{"@", "x", "sub", "t"}); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", title, err, row.want)
		}
		if err := registry.CheckRecords(records, []string{"elsewhere"}); title != "a zone too large" && err != nil {
			t.Errorf("%s, where nothing changes: %v", title, err)
		}
	}
}

func TestOwner(t *testing.T) {
	for label, want := range map[string]string{"@": "a.example", "www": "www.a.example", "*": "*.a.example"} {
		if got := (registry.Record{Zone: "a.example", Label: label}).Owner(); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
}
