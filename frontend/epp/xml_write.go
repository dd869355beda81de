package epp

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A writer appends XML to a buffer. Element names carry the fixed prefixes of
// prefixes, which openNS declares.
type writer struct{ buf []byte }

// prefixes are the namespace prefixes of responses, by URI.
var prefixes = map[string]string{
	domainURI: "domain", contactURI: "contact", hostURI: "host",
	"urn:ietf:params:xml:ns:rgp-1.0":          "rgp",
	"urn:ietf:params:xml:ns:secDNS-1.1":       "secDNS",
	"urn:ietf:params:xml:ns:epp:fee-1.0":      "fee",
	"urn:ietf:params:xml:ns:changePoll-1.0":   "changePoll",
	"urn:ietf:params:xml:ns:epp:loginSec-1.0": "loginSec",
	"urn:ietf:params:xml:ns:launch-1.0":       "launch",
}

// raw writes s without escaping.
func (w *writer) raw(s string) { w.buf = append(w.buf, s...) }

// openNS writes a start tag that declares its namespace: openNS(domainURI,
// "infData") writes <domain:infData xmlns:domain="urn:…">. attrs are names and
// values in turn.
func (w *writer) openNS(uri, name string, attrs ...string) {
	prefix := prefixes[uri]
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, prefix...)
	w.buf = append(w.buf, ':')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, " xmlns:"...)
	w.buf = append(w.buf, prefix...)
	w.buf = append(w.buf, `="`...)
	w.buf = append(w.buf, uri...)
	w.buf = append(w.buf, '"')
	w.attrs(attrs)
	w.buf = append(w.buf, '>')
}

// open writes a start tag. attrs are names and values in turn.
func (w *writer) open(name string, attrs ...string) {
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	w.attrs(attrs)
	w.buf = append(w.buf, '>')
}

// close writes an end tag.
func (w *writer) close(name string) {
	w.buf = append(w.buf, "</"...)
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// empty writes an empty-element tag.
func (w *writer) empty(name string, attrs ...string) {
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	w.attrs(attrs)
	w.buf = append(w.buf, "/>"...)
}

// text writes an element with text, escaped.
func (w *writer) text(name, value string, attrs ...string) {
	w.open(name, attrs...)
	w.buf = appendEscaped(w.buf, value)
	w.close(name)
}

// optional writes an element with text; nothing when value is "".
func (w *writer) optional(name, value string, attrs ...string) {
	if value != "" {
		w.text(name, value, attrs...)
	}
}

// time writes an element with t as xs:dateTime; nothing for the zero time.
func (w *writer) time(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.open(name)
	w.buf = appendTime(w.buf, t)
	w.close(name)
}

// int writes an element with a number.
func (w *writer) int(name string, n int) {
	w.open(name)
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
	w.close(name)
}

func (w *writer) attrs(attrs []string) {
	for i := 0; i+1 < len(attrs); i += 2 {
		w.buf = append(w.buf, ' ')
		w.buf = append(w.buf, attrs[i]...)
		w.buf = append(w.buf, `="`...)
		w.buf = appendEscaped(w.buf, attrs[i+1])
		w.buf = append(w.buf, '"')
	}
}

// appendTime appends t as xs:dateTime, in UTC with milliseconds.
func appendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	hour, minute, second := t.Clock()
	b = append(appendDigits(b, year, 4), '-')
	b = append(appendDigits(b, int(month), 2), '-')
	b = append(appendDigits(b, day, 2), 'T')
	b = append(appendDigits(b, hour, 2), ':')
	b = append(appendDigits(b, minute, 2), ':')
	b = append(appendDigits(b, second, 2), '.')
	return append(appendDigits(b, t.Nanosecond()/1e6, 3), 'Z')
}

// appendDigits appends the last count decimal digits of n; count is at most 4.
func appendDigits(b []byte, n, count int) []byte {
	b = append(b, "0000"[:count]...)
	for i := len(b) - 1; count > 0; i, count, n = i-1, count-1, n/10 {
		b[i] += byte(n % 10)
	}
	return b
}

// appendEscaped appends s as character data or as an attribute value.
// Characters that XML does not allow become U+FFFD.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		n, to := 1, ""
		switch {
		case c == '&':
			to = "&amp;"
		case c == '<':
			to = "&lt;"
		case c == '>':
			to = "&gt;"
		case c == '"':
			to = "&quot;"
		case c == '\n':
			to = "&#10;"
		case c == '\r':
			to = "&#13;"
		case c == '\t':
			to = "&#9;"
		case c < ' ':
			to = "\ufffd"
		case c >= utf8.RuneSelf:
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
				to = "\ufffd"
			}
		}
		if i += n; to != "" {
			b = append(b, s[from:i-n]...)
			b = append(b, to...)
			from = i
		}
	}
	return append(b, s[from:]...)
}

// truncate returns s cut to at most max bytes, at a rune boundary, with "…"
// where something was cut.
func truncate(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return strings.TrimSpace(s[:max]) + "…"
}
