package registry

import (
	"errors"
	"testing"
)

func TestCheckAuthInfoStrength(t *testing.T) {
	for _, weak := range []string{"", "2fooBAR", "password", "aaaaaaaaaaaaaaaaaaaaaaaa", "1234567890123456", "abcabcabcabcabcabcabc", "Strong-4-You!!"} {
		if err := CheckAuthInfoStrength(weak); !errors.Is(err, ErrWeakAuth) {
			t.Errorf("%q: got %v", weak, err)
		}
	}
	for _, strong := range []string{"0123456789abcdef0123456789abcdef", "Strong-Enough-4-You!!", "Tr4nsf3rC0de2026xyz", "ünïcödé-ünïcödé-1"} {
		if err := CheckAuthInfoStrength(strong); err != nil {
			t.Errorf("%q: %v", strong, err)
		}
	}
}

func TestCountryCodes(t *testing.T) {
	for _, c := range []string{"FR", "EE", "XK", "ZW", "AD"} {
		if !isCountry(c) {
			t.Errorf("%s is not a country", c)
		}
	}
	for _, c := range []string{"", "XX", "fr", "D A", "DA", "F", "FRA", "ZZ", "UK"} {
		if isCountry(c) {
			t.Errorf("%q is a country", c)
		}
	}
}
