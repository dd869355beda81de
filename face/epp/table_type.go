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

// The types of text that commands have, as XML Schema and eppcom-1.0 define
// them. Text of the wrong length or outside of a list or range is 2004, text
// of the wrong form 2005, and none where some is needed 2003.

// token takes text of min to max characters, whose white space is collapsed.
// A max of 0 is as long as the frame.
func token(min, max int) check {
	return func(s string) (string, *problem) {
		s = collapse(s)
		return s, length(s, min, max)
	}
}

// normalized takes text of min to max characters, whose line ends and tabs
// become spaces (normalizedString).
func normalized(min, max int) check {
	return func(s string) (string, *problem) {
		if strings.ContainsAny(s, "\t\n\r") {
			s = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(s)
		}
		return s, length(s, min, max)
	}
}

func length(s string, min, max int) *problem {
	switch n := utf8.RuneCountInString(s); {
	case n == 0 && min > 0:
		return &problem{code: 2003, reason: "the value is empty"}
	case n < min || max > 0 && n > max:
		if max == 0 {
			return &problem{code: 2004, reason: fmt.Sprintf("the value has %d or more characters", min)}
		}
		return &problem{code: 2004, reason: fmt.Sprintf("the value has %d to %d characters", min, max)}
	}
	return nil
}

// collapse returns s without white space around it and with single spaces in
// it.
func collapse(s string) string {
	for i := range len(s) {
		if space(s[i]) {
			return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && space(byte(r)) }), " ")
		}
	}
	return s
}

// oneOf takes one of these words.
func oneOf(words ...string) check {
	return func(s string) (string, *problem) {
		if s = collapse(s); slices.Contains(words, s) {
			return s, nil
		}
		return s, &problem{code: 2004, reason: "the value is one of " + strings.Join(words, ", ")}
	}
}

// pattern takes text that is wholly of the form re; what says which that is.
func pattern(what, re string) check {
	form := regexp.MustCompile(`\A(?:` + re + `)\z`)
	return func(s string) (string, *problem) {
		switch s = collapse(s); {
		case s == "":
			return s, &problem{code: 2003, reason: "the value is empty"}
		case !form.MatchString(s):
			return s, &problem{code: 2005, reason: "this is not " + what}
		}
		return s, nil
	}
}

// integer takes a whole number from min to max.
func integer(min, max int) check {
	return func(s string) (string, *problem) {
		if n, ok := digitsOf(s); ok && n >= min && n <= max {
			return s, nil
		}
		s = collapse(s)
		if s == "" {
			return s, &problem{code: 2003, reason: "the value is empty"}
		}
		digits := strings.TrimLeft(strings.TrimLeft(s, "+-"), "0123456789")
		n, err := strconv.Atoi(s)
		switch {
		case digits != "" || strings.Trim(s, "+-") == "":
			return s, &problem{code: 2005, reason: "this is not a whole number"}
		case err != nil || n < min || n > max:
			return s, &problem{code: 2004, reason: fmt.Sprintf("the value is from %d to %d", min, max)}
		}
		return strconv.Itoa(n), nil
	}
}

// digitsOf reads a number as nearly all clients write it: of few digits, and
// nothing else.
func digitsOf(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, len(s) == 1 || len(s) > 1 && len(s) < 10 && s[0] != '0'
}

// octets takes hexadecimal octets (xs:hexBinary).
func octets(s string) (string, *problem) {
	s = collapse(s)
	if s == "" {
		return s, &problem{code: 2003, reason: "the value is empty"}
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return s, &problem{code: 2005, reason: "this is not hexadecimal octets"}
		}
	}
	if len(s)%2 != 0 {
		return s, &problem{code: 2005, reason: "this is not hexadecimal octets"}
	}
	return s, nil
}

// dateTime takes xs:dateTime. One without a time zone is in UTC (RFC 5730
// section 2.9.2 has all of them so). instantOf reads what it returns.
func dateTime(s string) (string, *problem) {
	s = collapse(s)
	if _, ok := readInstant(s); !ok {
		return s, &problem{code: 2005, reason: "this is not a date and time, such as 2026-11-22T09:00:00Z"}
	}
	return s, nil
}

// instantOf returns the instant that a checked text means; the zero time for
// "".
func instantOf(s string) time.Time {
	t, _ := readInstant(s)
	return t
}

func readInstant(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// date takes xs:date, without a time zone or in UTC.
func date(s string) (string, *problem) {
	s = collapse(s)
	if _, err := time.Parse(time.DateOnly, strings.TrimSuffix(s, "Z")); err != nil {
		return s, &problem{code: 2005, reason: "this is not a date, such as 2026-11-22"}
	}
	return strings.TrimSuffix(s, "Z"), nil
}

// boolean takes xs:boolean and returns "true" or "false".
func boolean(s string) (string, *problem) {
	switch s = collapse(s); s {
	case "1", "true":
		return "true", nil
	case "0", "false":
		return "false", nil
	}
	return s, &problem{code: 2005, reason: "this is not true or false"}
}

// Types of eppcom-1.0 and epp-1.0. A label is a name as text: whether it is
// one is for the registry to say.
var (
	label  = token(1, 255)
	clID   = token(3, 16)
	trID   = token(3, 64)
	roid   = pattern("a ROID", `[\p{L}\p{N}\p{M}\p{S}_]{1,80}-[\p{L}\p{N}\p{M}\p{S}_]{1,8}`)
	lang   = pattern("a language", `[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*`)
	reason = token(1, 32)
	word   = token(1, 0)
)

// langAttr is the optional language of a text.
var langAttr = attribute{name: "lang", opt: true, text: lang}
