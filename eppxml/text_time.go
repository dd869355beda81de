package eppxml

import (
	"strings"
	"time"
)

// DateTime accepts xs:dateTime; ParseTime parses the result. Without a time
// zone the value is taken as UTC (RFC 5730 section 5).
func DateTime(s string) (string, *Error) {
	s = Collapse(s)
	if _, ok := parseDateTime(s); !ok {
		return s, &Error{Code: 2005, Reason: "this is not a date and time, such as 2026-11-22T09:00:00Z"}
	}
	return s, nil
}

// ParseTime returns the UTC time of a valid DateTime; the zero time for "".
func ParseTime(s string) time.Time {
	t, _ := parseDateTime(s)
	return t
}

// parseDateTime returns the UTC time of s; false when it has another form.
func parseDateTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Date accepts xs:date without a time zone or with Z, and returns it without.
func Date(s string) (string, *Error) {
	s = Collapse(s)
	if _, err := time.Parse(time.DateOnly, strings.TrimSuffix(s, "Z")); err != nil {
		return s, &Error{Code: 2005, Reason: "this is not a date, such as 2026-11-22"}
	}
	return strings.TrimSuffix(s, "Z"), nil
}
