package registry_test

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/cadastre-registry/cadastre/registry"
)

func TestParseAccess(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.1": "192.0.2.1/32", "192.0.2.77/28": "192.0.2.64/28", "192.0.2.0/24": "192.0.2.0/24",
		"2001:db8::1": "2001:db8::1/128", "2001:db8:0:1:2::/64": "2001:db8:0:1::/64", "2001:DB8::1/128": "2001:db8::1/128",
		"::ffff:192.0.2.1": "192.0.2.1/32",
	} {
		if got, err := registry.ParseAccess(text); err != nil || got.String() != want {
			t.Errorf("%s: %v, %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": registry.ErrSyntax, "192.0.2": registry.ErrSyntax, "192.0.2.256": registry.ErrSyntax, "192.0.2.1/33": registry.ErrSyntax,
		"192.0.2.01": registry.ErrSyntax, "a.example": registry.ErrSyntax, "2001:db8::1%eth0": registry.ErrSyntax, "::ffff:192.0.2.0/120": registry.ErrSyntax,
		"192.0.2.1 ": registry.ErrSyntax, "192.0.0.0/23": registry.ErrRange, "0.0.0.0/0": registry.ErrRange, "0.0.0.0": registry.ErrRange,
		"::": registry.ErrRange, "2001:db8::/63": registry.ErrRange, "2001:db8::/65": registry.ErrRange, "224.0.0.1": registry.ErrRange, "ff02::1": registry.ErrRange,
	} {
		if got, err := registry.ParseAccess(text); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestCheckAccessLimits(t *testing.T) {
	list := func(texts ...string) (all []registry.Access) {
		for _, s := range texts {
			all = append(all, registry.Access{Prefix: netip.MustParsePrefix(s)})
		}
		return all
	}
	for _, c := range []struct {
		list []registry.Access
		want error
	}{
		{nil, nil},
		{list("192.0.2.0/24"), nil},
		{list("192.0.2.0/25", "198.51.100.0/25"), nil},
		{list("192.0.2.0/24", "198.51.100.1/32"), registry.ErrTooMany},
		{list("192.0.2.0/24", "2001:db8::/64"), registry.ErrTooMany},
		{list("2001:db8::/64", "2001:db8:0:1::/64"), nil},
		{list("192.0.2.1/32", "192.0.2.1/32"), registry.ErrExists},
	} {
		if err := registry.CheckAccess(c.list); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.list, err, c.want)
		}
	}
}

func FuzzParseAccess(f *testing.F) {
	for _, s := range []string{"192.0.2.1", "192.0.2.0/28", "2001:db8::/64", "::ffff:192.0.2.1", "0.0.0.0/0", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := registry.ParseAccess(s)
		if err != nil {
			return
		}
		if again, err := registry.ParseAccess(p.String()); err != nil || again != p {
			t.Errorf("%q is %v, which parses as %v, %v", s, p, again, err)
		}
		if err := registry.CheckAccess([]registry.Access{{Prefix: p}}); err != nil {
			t.Errorf("%q is %v, which is over the limit: %v", s, p, err)
		}
	})
}
