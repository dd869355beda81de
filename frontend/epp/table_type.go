package epp

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Text types of XML Schema and eppcom-1.0. Text of the wrong length or outside
// a list or range is refused with 2004, text of the wrong form with 2005, and
// empty text where a value is required with 2003.

// token accepts min to max characters and collapses white space (xs:token). A
// max of 0 means no maximum.
func token(min, max int) textType {
	return func(s string) (string, *resultError) {
		s = collapse(s)
		return s, checkLength(s, min, max)
	}
}

// normalized accepts min to max characters and replaces line ends and tabs by
// spaces (xs:normalizedString). A max of 0 means no maximum.
func normalized(min, max int) textType {
	return func(s string) (string, *resultError) {
		if strings.ContainsAny(s, "\t\n\r") {
			s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
		}
		return s, checkLength(s, min, max)
	}
}

// length returns the error of a text that does not have min to max characters.
func checkLength(s string, min, max int) *resultError {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && min > 0:
		return &resultError{code: 2003, reason: "the value is empty"}
	case n < min || max > 0 && n > max:
		if max == 0 {
			return &resultError{code: 2004, reason: fmt.Sprintf("the value has %d or more characters", min)}
		}
		return &resultError{code: 2004, reason: fmt.Sprintf("the value has %d to %d characters", min, max)}
	}
	return nil
}

// collapse returns s trimmed, with each run of white space inside replaced by
// one space.
func collapse(s string) string {
	for i := range len(s) {
		if isSpace(s[i]) {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isSpace(byte(r)) }), " ")
		}
	}
	return s
}

// oneOf accepts one of the values.
func oneOf(values ...string) textType {
	return func(s string) (string, *resultError) {
		if s = collapse(s); slices.Contains(values, s) {
			return s, nil
		}
		return s, &resultError{code: 2004, reason: "the value is one of " + strings.Join(values, ", ")}
	}
}

// pattern accepts text that the regular expression re matches as a whole. The
// refusal is "this is not " and what.
func pattern(what, re string) textType {
	form := regexp.MustCompile(`\A(?:` + re + `)\z`)
	return func(s string) (string, *resultError) {
		switch s = collapse(s); {
		case s == "":
			return s, &resultError{code: 2003, reason: "the value is empty"}
		case !form.MatchString(s):
			return s, &resultError{code: 2005, reason: "this is not " + what}
		}
		return s, nil
	}
}

// integer accepts a decimal number from min to max and returns it without sign
// "+" and leading zeros.
func integer(min, max int) textType {
	return func(s string) (string, *resultError) {
		if n, ok := parseDigits(s); ok && n >= min && n <= max {
			return s, nil
		}
		s = collapse(s)
		if s == "" {
			return s, &resultError{code: 2003, reason: "the value is empty"}
		}
		digits := strings.TrimLeft(strings.TrimLeft(s, "+-"), "0123456789")
		n, err := strconv.Atoi(s)
		switch {
		case digits != "" || strings.Trim(s, "+-") == "":
			return s, &resultError{code: 2005, reason: "this is not a whole number"}
		case err != nil || n < min || n > max:
			return s, &resultError{code: 2004, reason: fmt.Sprintf("the value is from %d to %d", min, max)}
		}
		return strconv.Itoa(n), nil
	}
}

// parseDigits parses the common form of a number: one to nine digits, no sign,
// no leading zero.
func parseDigits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, len(s) == 1 || len(s) > 1 && len(s) < 10 && s[0] != '0'
}

// hexBinary accepts hexadecimal octets, at least one (xs:hexBinary).
func hexBinary(s string) (string, *resultError) {
	s = collapse(s)
	if s == "" {
		return s, &resultError{code: 2003, reason: "the value is empty"}
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return s, &resultError{code: 2005, reason: "this is not hexadecimal octets"}
		}
	}
	if len(s)%2 != 0 {
		return s, &resultError{code: 2005, reason: "this is not hexadecimal octets"}
	}
	return s, nil
}

// dateTime accepts xs:dateTime; instantOf parses the result. Without a time
// zone the value is taken as UTC (RFC 5730 section 5).
func dateTime(s string) (string, *resultError) {
	s = collapse(s)
	if _, ok := parseDateTime(s); !ok {
		return s, &resultError{code: 2005, reason: "this is not a date and time, such as 2026-11-22T09:00:00Z"}
	}
	return s, nil
}

// instantOf returns the UTC time of a valid dateTime; the zero time for "".
func instantOf(s string) time.Time {
	t, _ := parseDateTime(s)
	return t
}

func parseDateTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// date accepts xs:date without a time zone or with Z, and returns it without.
func date(s string) (string, *resultError) {
	s = collapse(s)
	if _, err := time.Parse(time.DateOnly, strings.TrimSuffix(s, "Z")); err != nil {
		return s, &resultError{code: 2005, reason: "this is not a date, such as 2026-11-22"}
	}
	return strings.TrimSuffix(s, "Z"), nil
}

// boolean accepts xs:boolean and returns "true" or "false".
func boolean(s string) (string, *resultError) {
	switch s = collapse(s); s {
	case "1", "true":
		return "true", nil
	case "0", "false":
		return "false", nil
	}
	return s, &resultError{code: 2005, reason: "this is not true or false"}
}

// Types of eppcom-1.0 and epp-1.0. labelType checks only the length: the
// registry decides whether the text is a domain name.
var (
	labelType    = token(1, 255)
	clIDType     = token(3, 16)
	trIDType     = token(3, 64)
	roidType     = pattern("a ROID", `[\p{L}\p{N}\p{M}\p{S}_]{1,80}-[\p{L}\p{N}\p{M}\p{S}_]{1,8}`)
	langType     = pattern("a language", `[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*`)
	reasonType   = token(1, 32)
	minTokenType = token(1, 0)
)

// langAttr declares the optional lang attribute of a text.
var langAttr = attrDecl{name: "lang", opt: true, text: langType}
