package registry_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestNormalize(t *testing.T) {
	for _, row := range []struct{ label, kind, value, wantLabel, wantValue string }{
		{"www", "a", "192.0.2.1", "www", "192.0.2.1"},
		{"", "AAAA", "2001:DB8:0:0::1", "@", "2001:db8::1"},
		{"@", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"a.example", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"a.example.", "A", "192.0.2.1", "@", "192.0.2.1"},
		{"WWW.a.example.", "A", "192.0.2.1", "www", "192.0.2.1"},
		{"www.sub", "CNAME", "B.Example.", "www.sub", "b.example"},
		{"*", "CNAME", "b.example", "*", "b.example"},
		{"*.a.example", "CNAME", "b.example", "*", "b.example"},
		{"*.shop", "CNAME", "b.example", "*.shop", "b.example"},
		{"müll", "CNAME", "müll.example", "xn--mll-hoa", "xn--mll-hoa.example"},
		{"_DMARC", "TXT", "v=DMARC1; p=none", "_dmarc", "v=DMARC1; p=none"},
		{"k1._domainkey", "CNAME", "k1._domainkey.b.example", "k1._domainkey", "k1._domainkey.b.example"},
		{"key1_op16._domainkey", "CNAME", "r4---sn-a5uuxaxjvh-gpm6.example.net", "key1_op16._domainkey", "r4---sn-a5uuxaxjvh-gpm6.example.net"},
		{"*www", "CNAME", "a_b.tenant.example.net", "*www", "a_b.tenant.example.net"}, // no wildcard (RFC 4592 section 2.1.1)
		{"www.*", "CNAME", "TÄST。example", "www.*", "xn--tst-qla.example"},
		{`my\032printer`, "CNAME", `a\.b.example`, `my\ printer`, `a\046b.example`},
		{"@", "MX", "mx--1.example.net", "@", "mx--1.example.net"},
		{"@", "MX", "mail.b.example", "@", "mail.b.example"},
		{"@", "MX", ".", "@", "."},
		{"@", "TXT", strings.Repeat("x", 64_000), "@", strings.Repeat("x", 64_000)},
		{"@", "TXT", `"quoted" \ text é`, "@", `"quoted" \ text é`},
	} {
		r, err := registry.Record{Zone: "a.example", Label: row.label, Type: row.kind, Value: row.value, TTL: 1800}.Normalize()
		if err != nil || r.Label != row.wantLabel || r.Value != row.wantValue {
			t.Errorf("%q %s %.40q: %q %.40q, %v", row.label, row.kind, row.value, r.Label, r.Value, err)
			continue
		}
		if again, err := r.Normalize(); err != nil || again != r {
			t.Errorf("%q %s %.40q normalizes again to %v, %v", r.Label, r.Type, r.Value, again, err)
		}
	}
}

func TestNormalizeRefusesInvalidRecords(t *testing.T) {
	for _, row := range []struct {
		label, kind, value string
		want               error
	}{
		{"www", "A", "2001:db8::1", registry.ErrRecord},
		{"www", "A", "192.0.2.256", registry.ErrRecord},
		{"www", "A", "192.0.2.01", registry.ErrRecord},
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
		{"@", "TXT", "", registry.ErrRecord},
		{"@", "TXT", "two\nlines", registry.ErrRecord},
		{"@", "TXT", "\xff", registry.ErrRecord},
		{"@", "TXT", strings.Repeat("x", 70_000), registry.ErrRecord},
		{"@", "NS", "ns1.b.example", registry.ErrRecord},
		{"@", "", "x", registry.ErrRecord},
		{"a b", "A", "192.0.2.1", registry.ErrNameSyntax},
		{"..", "A", "192.0.2.1", registry.ErrNameSyntax},
		{"www.b.example.", "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x", 64), "A", "192.0.2.1", registry.ErrNameSyntax},
		{"_" + strings.Repeat("x", 63), "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x.", 122), "A", "192.0.2.1", registry.ErrNameSyntax},
		{strings.Repeat("x", 5000), "A", "192.0.2.1", registry.ErrNameSyntax},
	} {
		r, err := registry.Record{Zone: "a.example", Label: row.label, Type: row.kind, Value: row.value}.Normalize()
		if !errors.Is(err, row.want) {
			t.Errorf("%.40q %s %.40q: %v, %v, want %v", row.label, row.kind, row.value, r.Label, err, row.want)
		}
	}
}

func TestNormalizeChecksNumbers(t *testing.T) {
	mx := registry.Record{Zone: "a.example", Label: "@", Type: "MX", Value: "mail.b.example", Priority: 10, TTL: 60}
	for title, row := range map[string]struct {
		change func(r *registry.Record)
		want   error
	}{
		"usual":           {func(*registry.Record) {}, nil},
		"TTL 0":           {func(r *registry.Record) { r.TTL = 0 }, nil},
		"highest TTL":     {func(r *registry.Record) { r.TTL = 1<<31 - 1 }, nil},
		"TTL too high":    {func(r *registry.Record) { r.TTL = 1 << 31 }, registry.ErrRange},
		"TTL below 0":     {func(r *registry.Record) { r.TTL = -1 }, registry.ErrRange},
		"highest":         {func(r *registry.Record) { r.Priority = 65535 }, nil},
		"too high":        {func(r *registry.Record) { r.Priority = 65536 }, registry.ErrRange},
		"below 0":         {func(r *registry.Record) { r.Priority = -1 }, registry.ErrRange},
		"none but for MX": {func(r *registry.Record) { r.Type, r.Priority = "CNAME", 70000; r.Label = "www" }, nil},
	} {
		r := mx
		row.change(&r)
		got, err := r.Normalize()
		if !errors.Is(err, row.want) || got.Type != "MX" && got.Priority != 0 {
			t.Errorf("%s: %v, %v", title, got, err)
		}
	}
}

func TestCheckConflicts(t *testing.T) {
	zone := []registry.Record{
		{ID: 1, Zone: "a.example", Label: "@", Type: "MX", Value: "mail.b.example"},
		{ID: 2, Zone: "a.example", Label: "www", Type: "A", Value: "192.0.2.1"},
		{ID: 3, Zone: "a.example", Label: "shop", Type: "CNAME", Value: "b.example"},
	}
	for title, row := range map[string]struct {
		r    registry.Record
		want error
	}{
		"another address":       {registry.Record{Label: "www", Type: "A", Value: "192.0.2.2"}, nil},
		"the same address":      {registry.Record{Label: "www", Type: "A", Value: "192.0.2.1"}, registry.ErrRecordTaken},
		"its own earlier self":  {registry.Record{ID: 2, Label: "www", Type: "A", Value: "192.0.2.1"}, nil},
		"CNAME at the apex":     {registry.Record{Label: "@", Type: "CNAME", Value: "b.example"}, registry.ErrCNAMEConflict},
		"CNAME beside others":   {registry.Record{Label: "www", Type: "CNAME", Value: "b.example"}, registry.ErrCNAMEConflict},
		"others beside a CNAME": {registry.Record{Label: "shop", Type: "TXT", Value: "x"}, registry.ErrCNAMEConflict},
		"a second CNAME":        {registry.Record{Label: "shop", Type: "CNAME", Value: "c.example"}, registry.ErrCNAMEConflict},
		"an A that was a CNAME": {registry.Record{ID: 3, Label: "shop", Type: "A", Value: "192.0.2.1"}, nil},
		"a wildcard":            {registry.Record{Label: "*", Type: "A", Value: "192.0.2.1"}, nil},
	} {
		if err := row.r.CheckConflicts(zone); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", title, err, row.want)
		}
	}
	var full []registry.Record
	for i := range registry.MaxRecords {
		full = append(full, registry.Record{ID: int64(i + 1), Label: fmt.Sprintf("h%d", i), Type: "A", Value: "192.0.2.1"})
	}
	one := registry.Record{Label: "one-more", Type: "A", Value: "192.0.2.1"}
	if err := one.CheckConflicts(full); !errors.Is(err, registry.ErrRecordCount) {
		t.Errorf("one record over the limit: %v", err)
	}
	if one.ID = 1; one.CheckConflicts(full) != nil {
		t.Error("a record of a full zone cannot be replaced")
	}
}

func TestStringsSplitsText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Repeat("x", rapid.IntRange(0, 1200).Draw(r, "octets"))
		pieces := registry.Record{Value: text}.Strings()
		if strings.Join(pieces, "") != text || len(pieces) == 0 {
			r.Fatalf("%d octets, %d strings", len(text), len(pieces))
		}
		for i, p := range pieces {
			if len(p) > 255 || i < len(pieces)-1 && len(p) != 255 {
				r.Fatalf("string %d of %d has %d octets", i, len(pieces), len(p))
			}
		}
	})
}

func TestOwner(t *testing.T) {
	for label, want := range map[string]string{"@": "a.example", "www": "www.a.example", "*": "*.a.example"} {
		if got := (registry.Record{Zone: "a.example", Label: label}).Owner(); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
}
