package eppxml

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Token accepts min to max characters and collapses white space (xs:token). A
// max of 0 means no maximum.
func Token(min, max int) TextType {
	return func(s string) (string, *Error) {
		s = Collapse(s)
		return s, checkLength(s, min, max)
	}
}

// Normalized accepts min to max characters and replaces line ends and tabs by
// spaces (xs:normalizedString). A max of 0 means no maximum.
func Normalized(min, max int) TextType {
	return func(s string) (string, *Error) {
		if strings.ContainsAny(s, "\t\n\r") {
			s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
		}
		return s, checkLength(s, min, max)
	}
}

// checkLength returns the error of a text that does not have min to max characters.
func checkLength(s string, min, max int) *Error {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && min > 0:
		return &Error{Code: 2003, Reason: "the value is empty"}
	case n < min || max > 0 && n > max:
		if max == 0 {
			return &Error{Code: 2004, Reason: fmt.Sprintf("the value has %d or more characters", min)}
		}
		return &Error{Code: 2004, Reason: fmt.Sprintf("the value has %d to %d characters", min, max)}
	}
	return nil
}

// Collapse returns s trimmed, with each run of white space inside replaced by
// one space.
func Collapse(s string) string {
	for i := range len(s) {
		if isSpace(s[i]) {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isSpace(byte(r)) }), " ")
		}
	}
	return s
}

// OneOf accepts one of the values.
func OneOf(values ...string) TextType {
	return func(s string) (string, *Error) {
		if s = Collapse(s); slices.Contains(values, s) {
			return s, nil
		}
		return s, &Error{Code: 2004, Reason: "the value is one of " + strings.Join(values, ", ")}
	}
}

// Pattern accepts text that the regular expression re matches as a whole. The
// refusal is "this is not " and what.
func Pattern(what, re string) TextType {
	form := regexp.MustCompile(`\A(?:` + re + `)\z`)
	return func(s string) (string, *Error) {
		switch s = Collapse(s); {
		case s == "":
			return s, &Error{Code: 2003, Reason: "the value is empty"}
		case !form.MatchString(s):
			return s, &Error{Code: 2005, Reason: "this is not " + what}
		}
		return s, nil
	}
}

// Integer accepts a decimal number from min to max and returns it without sign
// "+" and leading zeros.
func Integer(min, max int) TextType {
	return func(s string) (string, *Error) {
		if n, ok := parseDigits(s); ok && n >= min && n <= max {
			return s, nil
		}
		s = Collapse(s)
		if s == "" {
			return s, &Error{Code: 2003, Reason: "the value is empty"}
		}
		digits := strings.TrimLeft(strings.TrimLeft(s, "+-"), "0123456789")
		n, err := strconv.Atoi(s)
		switch {
		case digits != "" || strings.Trim(s, "+-") == "":
			return s, &Error{Code: 2005, Reason: "this is not a whole number"}
		case err != nil || n < min || n > max:
			return s, &Error{Code: 2004, Reason: fmt.Sprintf("the value is from %d to %d", min, max)}
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

// HexBinary accepts hexadecimal octets, at least one (xs:hexBinary).
func HexBinary(s string) (string, *Error) {
	s = Collapse(s)
	if s == "" {
		return s, &Error{Code: 2005, Reason: "the value is empty"}
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return s, &Error{Code: 2005, Reason: "this is not hexadecimal octets"}
		}
	}
	if len(s)%2 != 0 {
		return s, &Error{Code: 2005, Reason: "this is not hexadecimal octets"}
	}
	return s, nil
}

// Boolean accepts xs:boolean and returns "true" or "false".
func Boolean(s string) (string, *Error) {
	switch s = Collapse(s); s {
	case "1", "true":
		return "true", nil
	case "0", "false":
		return "false", nil
	}
	return s, &Error{Code: 2005, Reason: "this is not true or false"}
}
