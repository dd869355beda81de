package freenom

import (
	"slices"
	"strings"
)

// The API has telephone numbers as +1-310-123456, the registry as +1.310123456
// (RFC 5733 section 2.5).

// parsePhone returns a telephone number in the registry's form, or "" if it is
// invalid. The country code ends at the first character that is not a digit; if
// there is none, its length is that of ITU-T E.164.
func parsePhone(text string) string {
	number, plus := strings.CutPrefix(text, "+")
	if !plus || strings.Trim(number, "0123456789-. ()/") != "" {
		return ""
	}
	code, local := number, ""
	if i := strings.IndexAny(number, "-. ()/"); i > 0 {
		code, local = number[:i], number[i:]
	} else if i := codeLength(number); i > 0 {
		code, local = number[:i], number[i:]
	}
	local = digits(local)
	if len(code) < 1 || len(code) > 3 || local == "" || len(local) > 14 || digits(code) != code {
		return ""
	}
	return "+" + code + "." + local
}

// codeLength returns the length of a number's country code (ITU-T E.164, list of
// assigned codes), or 0 if the number is too short.
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

// formatPhone returns original, the number as the client sent it, if it is still the
// same number; otherwise number in the API's form.
func formatPhone(number, original string) string {
	if original != "" && parsePhone(original) == number {
		return original
	}
	return strings.Replace(number, ".", "-", 1)
}
