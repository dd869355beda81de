package registry

import (
	"strings"
	"testing"
)

func TestEmailIsAnAddrSpec(t *testing.T) {
	for email, want := range map[string]bool{
		"a@b.example": true, "a.b+c@d-e.example": true, "o'hara@b.example": true, "{a}|b=c@b.example": true, "postä@exämple.example": true, "A@B.EXAMPLE": true,
		"a@xn--exmple-cua.example": true, strings.Repeat("a", 64) + "@b.example": true, "1@2.example": true,
		"": false, "a": false, "@b.example": false, "a@": false, "a@b": false, "a@b.e": false, "a@b.example.": false, "a@@b.example": false,
		"a..b@example.org": false, ".a@example.org": false, "a.@example.org": false, "a@-x.org": false, "a@x-.org": false, "a@b..example": false, "a@.example": false,
		"a b@b.example": false, "a,b@b.example": false, `"a b"@b.example`: false, "<a@b.example>": false, "a@[192.0.2.1]": false, "a@b_c.example": false,
		"a\n@b.example": false, "a\u00a0b@b.example": false, "a\u0085@b.example": false, "a\xff@b.example": false, "\u202ea@b.example": false,
		"a@b--c.example": true, "a@mx--1.example": true, "a@xn--99999999999999.example": true,
		strings.Repeat("a", 65) + "@b.example": false, "a@" + strings.Repeat("b.", 126) + "example": false,
	} {
		if err := CheckEmail(email); (err == nil) != want {
			t.Errorf("%q: %v, want %t", email, err, want)
		}
	}
}

func TestTruncateKeepsRunesWhole(t *testing.T) {
	long := strings.Repeat("a", 99) + "é"
	for s, want := range map[string]string{"": "", "a\xff": "a", long: long[:99] + "…", long[:99] + "b": long[:99] + "b"} {
		if got := Truncate(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
