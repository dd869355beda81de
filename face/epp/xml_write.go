package epp

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A writer writes XML by appending. Names have fixed prefixes, which object
// declares.
type writer struct{ b []byte }

// prefixes are what answers call their namespaces.
var prefixes = map[string]string{
	domainURI: "domain", contactURI: "contact", hostURI: "host",
	"urn:ietf:params:xml:ns:rgp-1.0":          "rgp",
	"urn:ietf:params:xml:ns:secDNS-1.1":       "secDNS",
	"urn:ietf:params:xml:ns:epp:fee-1.0":      "fee",
	"urn:ietf:params:xml:ns:changePoll-1.0":   "changePoll",
	"urn:ietf:params:xml:ns:epp:loginSec-1.0": "loginSec",
	"urn:ietf:params:xml:ns:launch-1.0":       "launch",
}

// raw writes s as it is.
func (w *writer) raw(s string) { w.b = append(w.b, s...) }

// object opens an element and declares its namespace: object(domainURI,
// "infData") writes <domain:infData xmlns:domain="urn:…">. Attributes come as
// names and values.
func (w *writer) object(uri, name string, attrs ...string) {
	prefix := prefixes[uri]
	w.b = append(w.b, '<')
	w.b = append(w.b, prefix...)
	w.b = append(w.b, ':')
	w.b = append(w.b, name...)
	w.b = append(w.b, " xmlns:"...)
	w.b = append(w.b, prefix...)
	w.b = append(w.b, `="`...)
	w.b = append(w.b, uri...)
	w.b = append(w.b, '"')
	w.attrs(attrs)
	w.b = append(w.b, '>')
}

// open opens an element.
func (w *writer) open(name string, attrs ...string) {
	w.b = append(w.b, '<')
	w.b = append(w.b, name...)
	w.attrs(attrs)
	w.b = append(w.b, '>')
}

// close closes an element.
func (w *writer) close(name string) {
	w.b = append(w.b, "</"...)
	w.b = append(w.b, name...)
	w.b = append(w.b, '>')
}

// empty writes an element without content.
func (w *writer) empty(name string, attrs ...string) {
	w.b = append(w.b, '<')
	w.b = append(w.b, name...)
	w.attrs(attrs)
	w.b = append(w.b, "/>"...)
}

// text writes an element with text.
func (w *writer) text(name, value string, attrs ...string) {
	w.open(name, attrs...)
	w.b = escape(w.b, value)
	w.close(name)
}

// optional is text where there is one.
func (w *writer) optional(name, value string, attrs ...string) {
	if value != "" {
		w.text(name, value, attrs...)
	}
}

// time writes an element with an instant; nothing for the zero time.
func (w *writer) time(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	w.open(name)
	w.b = stamp(w.b, t)
	w.close(name)
}

// int writes an element with a number.
func (w *writer) int(name string, n int) {
	w.open(name)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
	w.close(name)
}

func (w *writer) attrs(attrs []string) {
	for i := 0; i+1 < len(attrs); i += 2 {
		w.b = append(w.b, ' ')
		w.b = append(w.b, attrs[i]...)
		w.b = append(w.b, `="`...)
		w.b = escape(w.b, attrs[i+1])
		w.b = append(w.b, '"')
	}
}

// stamp appends an instant as xs:dateTime, in UTC and to the millisecond.
func stamp(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	hour, minute, second := t.Clock()
	b = append(digits(b, year, 4), '-')
	b = append(digits(b, int(month), 2), '-')
	b = append(digits(b, day, 2), 'T')
	b = append(digits(b, hour, 2), ':')
	b = append(digits(b, minute, 2), ':')
	b = append(digits(b, second, 2), '.')
	return append(digits(b, t.Nanosecond()/1e6, 3), 'Z')
}

// digits appends the last count digits of n.
func digits(b []byte, n, count int) []byte {
	b = append(b, "0000"[:count]...)
	for i := len(b) - 1; count > 0; i, count, n = i-1, count-1, n/10 {
		b[i] += byte(n % 10)
	}
	return b
}

// escape appends s as character data or an attribute's value. What XML cannot
// say becomes U+FFFD.
func escape(b []byte, s string) []byte {
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

// clip keeps what an answer quotes short.
func clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return strings.TrimSpace(s[:max]) + "…"
}
