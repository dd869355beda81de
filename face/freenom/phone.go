package freenom

import (
	"slices"
	"strings"
)

// The wire writes telephone numbers as +1-310-123456; the registry as
// +1.310123456 (RFC 5733 section 2.5).

// numberOf returns a telephone number in the registry's form; "" when it is
// none. The country's code ends at the first mark that is no digit, or where
// ITU-T E.164 says.
func numberOf(text string) string {
	rest, plus := strings.CutPrefix(text, "+")
	if !plus || strings.Trim(rest, "0123456789-. ()/") != "" {
		return ""
	}
	code, local := rest, ""
	if i := strings.IndexAny(rest, "-. ()/"); i > 0 {
		code, local = rest[:i], rest[i:]
	} else if i := codeLength(rest); i > 0 {
		code, local = rest[:i], rest[i:]
	}
	local = digits(local)
	if len(code) < 1 || len(code) > 3 || local == "" || len(local) > 14 || digits(code) != code {
		return ""
	}
	return "+" + code + "." + local
}

// codeLength returns how long the country's code is with which a number begins
// (ITU-T E.164, list of assigned codes): 0 for too short a text.
func codeLength(number string) int {
	two := []string{
		"20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56",
		"57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
	}
	switch {
	case len(number) < 4:
		return 0
	case number[0] == '1', number[0] == '7':
		return 1
	case slices.Contains(two, number[:2]):
		return 2
	}
	return 3
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// written returns a number as it was written, if that is still the same number,
// or in the wire's form.
func written(number, as string) string {
	if as != "" && numberOf(as) == number {
		return as
	}
	return strings.Replace(number, ".", "-", 1)
}
